import { inspect } from 'node:util';

const MASK = '[secret]';

/**
 * A value that must not end up in a log, an error or an answer. Every way of turning it into text
 * gives the mask; only `reveal()` gives the value, so that each place that needs it can be found.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
