import { Trap } from '../menu/trap.ts';
import type { Place } from './syntax.ts';

/** A place in the text of a script. */
export class Cursor {
  readonly text: string;
  at: number;
  #counted = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  get char(): string {
    return this.text.charAt(this.at);
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  place(at = this.at): Place {
    if (at < this.#counted) {
      this.#counted = 0;
      this.#line = 1;
      this.#lineStart = 0;
    }
    for (let index = this.#counted; index < at; index += 1)
      if (this.text.charAt(index) === '\n') {
        this.#line += 1;
        this.#lineStart = index + 1;
      }
    this.#counted = at;
    return { line: this.#line, column: at - this.#lineStart + 1 };
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Takes it where it stands next. */
  skip(text: string): boolean {
    const there = this.startsWith(text);
    if (there) this.at += text.length;
    return there;
  }

  /** `rule` must be sticky. */
  look(rule: RegExp): string | undefined {
    rule.lastIndex = this.at;
    return rule.exec(this.text)?.[0];
  }

  take(rule: RegExp): string | undefined {
    const found = this.look(rule);
    this.at += found?.length ?? 0;
    return found;
  }

  /** Spaces and broken lines; with `lines`, also newlines. */
  space(lines = false): void {
    this.take(lines ? /(?:\s|\\\r?\n)+/uy : /(?:[ \t\r]|\\\r?\n)+/uy);
  }

  refuse(what: string, at = this.at): Trap {
    const { line, column } = this.place(at);
    return new Trap(`${what} (line ${line} column ${column})`, 3);
  }
}
