import { encodeSentence } from '@ferrule/routeros';
import type { Word } from '@ferrule/routeros';

/** Strings inside hold one character for each byte; the codec would make UTF-8 of them. */
const asWord = (text: string): Word =>
  Buffer.byteLength(text) === text.length ? text : Buffer.from(text, 'latin1');

/** Replies of one turn, sent together: a segment for each of ten thousand would be most of the work. */
export class Outgoing {
  readonly #send: (bytes: Buffer) => void;
  #pending: Buffer[] = [];
  #bytes = 0;

  constructor(send: (bytes: Buffer) => void) {
    this.#send = send;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(words: readonly string[]): void {
    const sentence = encodeSentence(words.map(asWord));
    this.#bytes += sentence.length;
    if (this.#pending.push(sentence) === 1) setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#pending.length === 0) return;
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#bytes = 0;
    this.#send(bytes);
  }
}
