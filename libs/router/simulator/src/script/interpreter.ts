import { setImmediate } from 'node:timers/promises';
import type { Asker } from '../command/call.ts';
import { Trap } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import { builtins } from './builtins.ts';
import { runMenuCommand } from './menu-command.ts';
import { operate } from './operators.ts';
import { Scope } from './scope.ts';
import type { Arguments, Block, Expression, Statement } from './syntax.ts';
import { Code, numberOf, textOf, wordValue } from './value.ts';
import type { Value } from './value.ts';

/** Calls within calls; beyond that a script calls itself for ever. */
const deepest = 100;

/** So many steps of a script, and everybody else has a turn: one that never ends must not be all that the router does. */
const stepsATurn = 500;

/** Operands of one expression. */
const widest = 1000;

type Leaving = { readonly by: 'return' | 'break' | 'continue'; readonly value?: Value };

/** Rows show their properties to `where` by this. */
export type ReadRow = (name: string) => string | undefined;

/** One script as it runs: what it has said, and on whose behalf. */
export class Interpreter {
  readonly router: Router;
  readonly asker: Asker;
  readonly output: string[] = [];
  leaving: Leaving | undefined;
  #cancelled = false;
  #stop: (() => void) | undefined;
  #steps = 0;
  #depth = 0;
  #nesting = 0;

  constructor(router: Router, asker: Asker) {
    this.router = router;
    this.asker = asker;
  }

  get text(): string {
    return this.output.join('\n');
  }

  cancel(): void {
    this.#cancelled = true;
    this.#stop?.();
  }

  /** What ends the command that runs at this moment. */
  onCancel(stop: () => void): void {
    if (this.#cancelled) stop();
    else this.#stop = stop;
  }

  /** Names that the block declares end with it. */
  async run(block: Iterable<Statement>, outer: Scope): Promise<Value> {
    const scope = new Scope(outer);
    let value: Value;
    if (this.#isDue()) await setImmediate();
    for (const statement of block) {
      if (this.#isDue()) await setImmediate();
      value = await this.#statement(statement, scope);
      if (this.leaving !== undefined) break;
    }
    return value;
  }

  /** The body of a loop: false when the loop is over. */
  async runBody(code: Value, outer: Scope): Promise<boolean> {
    if (code instanceof Code) await this.run(code.body, outer);
    if (this.leaving === undefined) return true;
    const { by } = this.leaving;
    if (by !== 'return') this.leaving = undefined;
    return by === 'continue';
  }

  async call(code: Code, args: Arguments, scope: Scope): Promise<Value> {
    const inner = new Scope();
    let number = 1;
    for (const argument of args.positional)
      inner.declare(String(number++), await this.evaluate(argument, scope));
    for (const [name, argument] of args.named)
      inner.declare(name, await this.evaluate(argument, scope));
    if (this.#depth >= deepest) throw new Trap('maximum recursion depth reached', 3);
    this.#depth += 1;
    try {
      await this.run(code.body, inner);
    } finally {
      this.#depth -= 1;
    }
    const value = this.leaving?.value;
    this.leaving = undefined;
    return value;
  }

  async evaluate(expression: Expression, scope: Scope, row?: ReadRow): Promise<Value> {
    switch (expression.kind) {
      case 'word':
        return wordValue(expression.text);
      case 'text': {
        let text = '';
        for (const part of expression.parts)
          text += typeof part === 'string' ? part : textOf(await this.evaluate(part, scope, row));
        return text;
      }
      case 'variable': {
        // Within `where` a property hides the variable of its name.
        const property = row?.(expression.name);
        return property === undefined ? scope.find(expression.name)?.value : wordValue(property);
      }
      case 'property': {
        const property = row?.(expression.name);
        return property === undefined ? undefined : wordValue(property);
      }
      case 'command':
        return this.#substitute(expression.body, scope);
      case 'code':
        return new Code(expression.body);
      case 'array':
        return this.#array(expression, scope);
      case 'unary': {
        const value = await this.evaluate(expression.operand, scope, row);
        if (expression.operator === '!') return !isPresent(value);
        return -(numberOf(value) ?? 0);
      }
      case 'binary':
        return this.#binary(expression, scope, row);
    }
  }

  #isDue(): boolean {
    if (this.#cancelled || this.router.isOver) throw new Trap('interrupted', 2);
    this.#steps += 1;
    return this.#steps % stepsATurn === 0;
  }

  async holds(condition: Expression, scope: Scope, row?: ReadRow): Promise<boolean> {
    return isPresent(await this.evaluate(condition, scope, row));
  }

  /** `[ … ]`: a `:return` inside leaves only the brackets. */
  async #substitute(body: Block, scope: Scope): Promise<Value> {
    const value = await this.run(body, scope);
    const left = this.leaving;
    if (left?.by !== 'return') return value;
    this.leaving = undefined;
    return left.value;
  }

  async #array(
    { items }: Expression & { readonly kind: 'array' },
    scope: Scope,
  ): Promise<ReadonlyMap<string | number, Value>> {
    const array = new Map<string | number, Value>();
    let number = 0;
    for (const { key, value } of items) {
      const name = key === undefined ? number++ : textOf(await this.evaluate(key, scope));
      array.set(name, await this.evaluate(value, scope));
    }
    return array;
  }

  async #binary(
    { operator, left, right }: Expression & { readonly kind: 'binary' },
    scope: Scope,
    row?: ReadRow,
  ): Promise<Value> {
    // `1 + 1 + …` leans to the left: refused before the stack is full.
    if (this.#nesting >= widest) throw new Trap('maximum nesting reached', 3);
    this.#nesting += 1;
    let first: Value;
    try {
      first = await this.evaluate(left, scope, row);
    } finally {
      this.#nesting -= 1;
    }
    if (operator === '&&' && !isPresent(first)) return false;
    if (operator === '||' && isPresent(first)) return true;
    const second = await this.evaluate(right, scope, row);
    if (operator === '&&' || operator === '||') return isPresent(second);
    return operate(operator, first, second);
  }

  async #statement(statement: Statement, scope: Scope): Promise<Value> {
    switch (statement.kind) {
      case 'block':
        return this.run(statement.body, scope);
      case 'builtin': {
        const builtin = builtins.get(statement.name);
        return builtin?.({ interpreter: this, args: statement, scope });
      }
      case 'call': {
        const callee = await this.evaluate(statement.callee, scope);
        return callee instanceof Code ? this.call(callee, statement, scope) : callee;
      }
      case 'menu':
        try {
          return await runMenuCommand(statement, this, scope);
        } catch (error) {
          throw error instanceof Trap ? located(error, statement) : error;
        }
    }
  }
}

/** A condition of one word, `where comment`, asks whether there is something. */
const isPresent = (value: Value): boolean =>
  typeof value === 'boolean'
    ? value
    : value !== undefined && value !== '' && value !== 'no' && value !== 'false';

const located = (trap: Trap, { path, verb, place }: Statement & { readonly kind: 'menu' }): Trap =>
  /\((?:.*; )?line \d+(?: column \d+)?\)$/u.test(trap.message)
    ? trap
    : new Trap(`${trap.message} (${path}/${verb}; line ${place.line})`, trap.category);
