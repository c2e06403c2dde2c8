import type { Cursor } from './cursor.ts';
import { readQuoted, readRaw } from './parse-text.ts';
import type { ArrayItem, Block, Expression, Operator } from './syntax.ts';

/** Weakest first. A sign that begins another one is not taken for it. */
const levels: readonly (readonly [rule: RegExp, operators: Readonly<Record<string, Operator>>])[] =
  [
    [/\|\||or\b/uy, { '||': '||', or: '||' }],
    [/&&|and\b/uy, { '&&': '&&', and: '&&' }],
    [
      /!=|<=|>=|=|<(?!<)|>(?!>)|~|in\b/uy,
      { '!=': '!=', '<=': '<=', '>=': '>=', '=': '=', '<': '<', '>': '>', '~': '~', in: 'in' },
    ],
    [/[.,]/uy, { '.': '.', ',': ',' }],
    [/\|(?!\|)|&(?!&)|\^/uy, { '|': '|', '&': '&', '^': '^' }],
    [/[+-](?!>)/uy, { '+': '+', '-': '-' }],
    [/[*/%]/uy, { '*': '*', '/': '/', '%': '%' }],
  ];

const comparison = 2;

/** Words within an expression, the longest shape first: addresses, times, ids, numbers, names. */
const words =
  /\d+(?:\.\d+){3}(?:\/\d+)?|[0-9a-f]*(?::[0-9a-f]*){2,}(?:\/\d+)?|(?:\d+(?:ms|[wdhms]))+\b|\*[0-9a-f]+|0x[0-9a-f]+|\d+|[a-z_][\w-]*/iuy;

const valueEnd = /[^\s;()[\]{}"$&|]+/uy;

export type BraceMeaning = 'code' | 'raw' | 'array';

export class ExpressionParser {
  readonly #cursor: Cursor;
  /** The statements up to the sign, which is taken too. */
  readonly #statements: (end: string) => Block;
  #depth = 0;
  #where = false;

  constructor(cursor: Cursor, statements: (end: string) => Block) {
    this.#cursor = cursor;
    this.#statements = statements;
  }

  /** Neither a `where` nor parentheses around them mean anything within brackets and braces. */
  #block(end: string): Block {
    const [where, depth] = [this.#where, this.#depth];
    [this.#where, this.#depth] = [false, 0];
    const block = this.#statements(end);
    [this.#where, this.#depth] = [where, depth];
    return block;
  }

  /** What stands behind `name=`, or alone. */
  value(braces: BraceMeaning): Expression {
    const cursor = this.#cursor;
    const { char } = cursor;
    if (char === '{') return this.#braces(braces);
    if (char === '"' || char === '$' || char === '[' || char === '(') {
      const first = this.#postfix(this.#bracketed());
      return cursor.char === ',' ? this.#listed(first, braces) : first;
    }
    const text = cursor.take(/[^\s;()[\]{}"$]+/uy);
    if (text === undefined) throw cursor.refuse('syntax error');
    return { kind: 'word', text };
  }

  /** `$a,$b`: one value of several. */
  #listed(left: Expression, braces: BraceMeaning): Expression {
    this.#cursor.at += 1;
    return { kind: 'binary', operator: ',', left, right: this.value(braces) };
  }

  /** The conditions of `where`: one behind the other, all of which must hold. */
  conditions(atEnd: () => boolean): Expression {
    const [where, depth] = [this.#where, this.#depth];
    [this.#where, this.#depth] = [true, 0];
    let all = this.#binary(0);
    while (!atEnd()) all = { kind: 'binary', operator: '&&', left: all, right: this.#binary(0) };
    [this.#where, this.#depth] = [where, depth];
    return all;
  }

  #space(): void {
    this.#cursor.space(this.#depth > 0);
  }

  #binary(level: number): Expression {
    const rule = levels[level];
    if (rule === undefined) return this.#unary();
    const inValue = this.#where && level > comparison && this.#depth === 0;
    let left = this.#binary(level + 1);
    for (;;) {
      if (inValue) return left;
      const before = this.#cursor.at;
      this.#space();
      const sign = this.#cursor.take(rule[0]);
      const operator = sign === undefined ? undefined : rule[1][sign];
      if (operator === undefined) {
        this.#cursor.at = before;
        return left;
      }
      this.#space();
      const right =
        this.#where && level === comparison ? this.#compared() : this.#binary(level + 1);
      left = { kind: 'binary', operator, left, right };
    }
  }

  /** Behind the sign of a comparison in `where` stands a value, of which dashes and dots are part. */
  #compared(): Expression {
    const cursor = this.#cursor;
    if ('"$[('.includes(cursor.char) && !cursor.ended) return this.#unary();
    const text = cursor.take(valueEnd);
    return { kind: 'word', text: text ?? '' };
  }

  #unary(): Expression {
    const cursor = this.#cursor;
    this.#space();
    if (cursor.take(/!|not\b/uy) !== undefined)
      return { kind: 'unary', operator: '!', operand: this.#unary() };
    if (cursor.take(/-(?!>)/uy) !== undefined)
      return { kind: 'unary', operator: '-', operand: this.#unary() };
    return this.#postfix(this.#primary());
  }

  #postfix(base: Expression): Expression {
    let left = base;
    while (this.#cursor.skip('->')) {
      const right = '"$[('.includes(this.#cursor.char) ? this.#bracketed() : this.#word();
      left = { kind: 'binary', operator: '->', left, right };
    }
    return left;
  }

  #primary(): Expression {
    const cursor = this.#cursor;
    if (cursor.char === '{') return this.#braces('array');
    if (!cursor.ended && '"$[('.includes(cursor.char)) return this.#bracketed();
    if (this.#where) {
      const name = cursor.take(/\.?[a-z][\w.-]*/iuy);
      if (name !== undefined) return { kind: 'property', name };
    }
    return this.#word();
  }

  #word(): Expression {
    const text = this.#cursor.take(words);
    if (text === undefined) throw this.#cursor.refuse('syntax error');
    return { kind: 'word', text };
  }

  #bracketed(): Expression {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (cursor.skip('"')) return readQuoted(cursor, () => this.#embedded());
    if (cursor.skip('$')) return this.#variable();
    if (cursor.skip('[')) return { kind: 'command', body: this.#block(']') };
    cursor.at += 1;
    this.#depth += 1;
    const inner = this.#binary(0);
    this.#space();
    this.#depth -= 1;
    if (!cursor.skip(')')) throw cursor.refuse('expected closing parenthesis', start);
    return inner;
  }

  /** `$name`, `$(…)` or `$[…]` within quotes. */
  #embedded(): Expression {
    this.#cursor.at += 1;
    const { char } = this.#cursor;
    return char === '(' || char === '[' ? this.#bracketed() : this.#variable();
  }

  #variable(): Expression {
    const cursor = this.#cursor;
    const quoted = cursor.take(/"[\w-]+"/uy)?.slice(1, -1);
    const name = quoted ?? cursor.take(/\w+/uy);
    if (name === undefined) throw cursor.refuse('expected variable name');
    return { kind: 'variable', name };
  }

  #braces(meaning: BraceMeaning): Expression {
    const cursor = this.#cursor;
    if (meaning === 'raw') return readRaw(cursor);
    cursor.at += 1;
    if (meaning === 'code') return { kind: 'code', body: this.#block('}') };
    return { kind: 'array', items: this.#items() };
  }

  #items(): readonly ArrayItem[] {
    const cursor = this.#cursor;
    const start = cursor.at - 1;
    const items: ArrayItem[] = [];
    this.#depth += 1;
    for (;;) {
      cursor.take(/(?:\s|;|\\\r?\n)+/uy);
      if (cursor.skip('}')) break;
      if (cursor.ended) throw cursor.refuse('expected closing brace', start);
      const key = cursor.take(/(?:"[^"\\$]*"|[\w-]+)(?==)/uy);
      if (key !== undefined) cursor.at += 1;
      items.push({
        key: key === undefined ? undefined : { kind: 'word', text: key.replaceAll('"', '') },
        value: this.value('array'),
      });
    }
    this.#depth -= 1;
    return items;
  }
}
