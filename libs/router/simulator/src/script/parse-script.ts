import type { Catalogue } from '../menu/catalogue.ts';
import {
  builtinNames,
  builtinPositions,
  builtinTakes,
  completed,
  isVerb,
  logLevels,
  positionalNames,
  takesArgument,
} from './command-names.ts';
import { Cursor } from './cursor.ts';
import { ExpressionParser } from './parse-expression.ts';
import type { BraceMeaning } from './parse-expression.ts';
import type { Arguments, Block, Expression, Statement } from './syntax.ts';

/** Braces behind these are statements, not an array. */
const codeNames = new Set(['do', 'else', 'on-error', 'command', 'while']);

const emptyWord: Expression = { kind: 'word', text: '' };

const noArguments: Arguments = { named: new Map(), positional: [], where: undefined };

/** What a script says, read by the names that this router knows. The refusals are `Trap`s. */
export class ScriptParser {
  readonly #catalogue: Catalogue;
  readonly #cursor: Cursor;
  readonly #expressions: ExpressionParser;
  /** The menu that commands without a path belong to. */
  #path = '';

  /** `at`: where to begin, for a script that is read from a later line. */
  constructor(text: string, catalogue: Catalogue, at = 0) {
    this.#catalogue = catalogue;
    this.#cursor = new Cursor(text, at);
    this.#expressions = new ExpressionParser(this.#cursor, (end) => this.#nested(end));
  }

  get line(): number {
    return this.#cursor.place().line;
  }

  /** One statement after the other, each read only when it is asked for. */
  *statements(end = ''): Generator<Statement, void, undefined> {
    const start = this.#cursor.at - 1;
    for (;;) {
      this.#blank();
      if (this.#cursor.ended) {
        if (end === '') return;
        throw this.#cursor.refuse(`expected closing ${end === '}' ? 'brace' : 'bracket'}`, start);
      }
      if (end !== '' && this.#cursor.skip(end)) return;
      if (']})'.includes(this.#cursor.char)) throw this.#cursor.refuse('syntax error');
      const statement = this.#bounded();
      if (statement !== undefined) yield statement;
      this.#cursor.space();
      if (!this.#atEnd()) throw this.#cursor.refuse('expected end of command');
    }
  }

  /** What is nested deeper than the stack is refused like any other mistake. */
  #bounded(): Statement | undefined {
    const start = this.#cursor.at;
    try {
      return this.#statement();
    } catch (error) {
      throw error instanceof RangeError
        ? this.#cursor.refuse('maximum nesting reached', start)
        : error;
    }
  }

  /** A path that is entered inside of braces or brackets ends with them. */
  #nested(end: string): Block {
    const outside = this.#path;
    const block = [...this.statements(end)];
    this.#path = outside;
    return block;
  }

  #blank(): void {
    while (this.#cursor.take(/(?:[\s;]|\\\r?\n)+|#[^\n]*/uy) !== undefined);
  }

  #atEnd(): boolean {
    this.#cursor.space();
    return this.#cursor.ended || '\n;]}'.includes(this.#cursor.char);
  }

  #statement(): Statement | undefined {
    const cursor = this.#cursor;
    const place = cursor.place();
    if (cursor.skip('{')) return { kind: 'block', body: this.#nested('}'), place };
    if ('$(["'.includes(cursor.char)) {
      const callee = this.#expressions.value('array');
      return { kind: 'call', callee, place, ...this.#arguments('array') };
    }
    if (cursor.skip(':')) {
      const start = cursor.at;
      const name = cursor.take(/[\w-]+/uy) ?? '';
      if (builtinNames.has(name)) return this.#builtin(name, start);
      return this.#command('', start);
    }
    return cursor.skip('/') ? this.#command('') : this.#command(this.#path);
  }

  #builtin(name: string, start: number): Statement {
    const place = this.#cursor.place(start);
    return { kind: 'builtin', name, place, ...this.#arguments('array', name) };
  }

  /** Down the menus, word by word, to a verb; or only there, so that what follows belongs there. */
  #command(from: string, again?: number): Statement | undefined {
    const cursor = this.#cursor;
    if (again !== undefined) cursor.at = again;
    let path = from;
    for (;;) {
      cursor.take(/(?:[ \t/]|\\\r?\n)+/uy);
      if (this.#atEnd()) {
        this.#path = path;
        return undefined;
      }
      const start = cursor.at;
      if (cursor.skip('{')) {
        const outside = this.#path;
        this.#path = path;
        const body = this.#nested('}');
        this.#path = outside;
        return { kind: 'block', body, place: cursor.place(start) };
      }
      if (cursor.skip('..')) {
        path = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
        continue;
      }
      const word = cursor.take(/[a-z0-9][\w-]*/iuy);
      if (word === undefined) throw cursor.refuse('expected command name');
      if (path === '/log' && logLevels.has(word)) {
        cursor.at = start;
        return this.#builtin('log', start);
      }
      const name = this.#nameOf(path, word);
      if (name !== undefined && this.#catalogue.directories.has(`${path}/${name}`))
        path += `/${name}`;
      else if (name !== undefined) return this.#menu(path, name, start);
      else if (path === from && builtinNames.has(word)) return this.#builtin(word, start);
      else throw cursor.refuse(`bad command name ${word}`, start);
    }
  }

  #nameOf(path: string, word: string): string | undefined {
    const exact =
      this.#catalogue.directories.has(`${path}/${word}`) || isVerb(this.#catalogue, path, word);
    if (exact) return word;
    return builtinNames.has(word) ? undefined : completed(this.#catalogue, path, word);
  }

  #menu(path: string, verb: string, start: number): Statement {
    const place = this.#cursor.place(start);
    const outside = this.#path;
    // `[find …]` among the arguments is of the same menu.
    this.#path = path;
    const parsed = this.#arguments('raw', verb, path);
    this.#path = outside;
    return { kind: 'menu', path, verb, place, ...parsed };
  }

  /** Of a command of a menu, of the language itself, or, with neither, of a function. */
  #arguments(braces: BraceMeaning, verb = '', path?: string): Arguments {
    if (this.#atEnd()) return noArguments;
    const cursor = this.#cursor;
    const named = new Map<string, Expression>();
    const positional: Expression[] = [];
    let where: Expression | undefined;
    const accepts = this.#acceptance(verb, path);
    while (!this.#atEnd()) {
      if (path !== undefined && (cursor.take(/where(?=\s)/uy) !== undefined || verb === 'find')) {
        if (!this.#atEnd()) where = this.#expressions.conditions(() => this.#atEnd());
        break;
      }
      const start = cursor.at;
      const room = positional.length < accepts.positions;
      // A word alone is a flag once nothing else is waited for: `print count-only`.
      const name =
        cursor.take(/[!.]?[a-z][\w.-]*(?==)/iuy) ??
        (path === undefined || room ? undefined : cursor.take(/!?[a-z][\w.-]*(?=[\s;\]}]|$)/iuy));
      if (name === undefined && room) {
        positional.push(this.#expressions.value(verb === 'do' ? 'code' : braces));
        continue;
      }
      if (name === undefined || !accepts.named(name))
        throw cursor.refuse('expected end of command', start);
      named.set(name, cursor.skip('=') ? this.#valueOf(name, verb, braces) : emptyWord);
    }
    return { named, positional, where };
  }

  #acceptance(verb: string, path: string | undefined) {
    if (path === undefined)
      return verb === ''
        ? { positions: Infinity, named: () => true }
        : {
            positions: builtinPositions(verb),
            named: (name: string) => builtinTakes(verb, name),
          };
    const menu = this.#catalogue.menus.get(path);
    return {
      positions: positionalNames(menu, verb).length,
      named: (name: string) => menu === undefined || takesArgument(menu, verb, name),
    };
  }

  #valueOf(name: string, verb: string, braces: BraceMeaning): Expression {
    if (this.#cursor.look(/[\s;\]}]|$/uy) !== undefined) return emptyWord;
    const isCode = codeNames.has(name) || (name === 'in' && verb === 'onerror');
    return this.#expressions.value(braces === 'array' && isCode ? 'code' : braces);
  }
}
