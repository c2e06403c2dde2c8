import { WireError } from './wire-error.ts';

export interface WireLimits {
  /** Bytes of one sentence with its length headers; no word can be longer either. */
  readonly sentenceBytes: number;
  readonly wordsPerSentence: number;
}

export interface DecoderSettings extends Partial<WireLimits> {
  /** `latin1` makes one character of each byte, whatever its meaning, and loses none. */
  readonly encoding?: 'utf8' | 'latin1';
}

/** A sentence without the empty word that ended it, and the bytes it took. */
export type SentenceSink = (words: string[], bytes: number) => void;

/**
 * Cuts a stream of bytes, split anyhow, into sentences. Empty sentences are passed over. Memory is
 * bounded by the limits: what a length announces is not allocated before it arrives.
 */
export class SentenceDecoder {
  readonly #limits: WireLimits;
  readonly #encoding: 'utf8' | 'latin1';
  #words: string[] = [];
  #sentenceBytes = 0;
  /** Header bytes still missing; the length so far is in `#length`. */
  #headerMissing = 0;
  #length = 0;
  /** What has arrived of a word that is split over chunks. */
  #partial: Buffer | undefined;
  #partialBytes = 0;
  #failure: WireError | undefined;

  constructor({
    sentenceBytes = 16 * 2 ** 20,
    wordsPerSentence = 16_384,
    encoding = 'utf8',
  }: DecoderSettings = {}) {
    this.#limits = { sentenceBytes, wordsPerSentence };
    this.#encoding = encoding;
  }

  /** Whether a sentence has begun and not ended. */
  get midSentence(): boolean {
    return this.#sentenceBytes > 0;
  }

  /** Hands over every sentence that ends in the chunk. After a `WireError` it throws the same again. */
  push(chunk: Uint8Array, sink: SentenceSink): void {
    if (this.#failure !== undefined) throw this.#failure;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    while (at < bytes.length) {
      if (this.#partial !== undefined) {
        at = this.#readOn(bytes, at);
      } else if (this.#headerMissing > 0) {
        this.#length = this.#length * 0x100 + (bytes[at++] ?? 0);
        if (--this.#headerMissing === 0) at = this.#readBody(bytes, at, sink);
      } else {
        this.#beginHeader(bytes[at++] ?? 0);
        if (this.#headerMissing === 0) at = this.#readBody(bytes, at, sink);
      }
    }
  }

  #beginHeader(first: number): void {
    if (first < 0x80) this.#header(0, first);
    else if (first < 0xc0) this.#header(1, first & 0x3f);
    else if (first < 0xe0) this.#header(2, first & 0x1f);
    else if (first < 0xf0) this.#header(3, first & 0x0f);
    else if (first < 0xf8) this.#header(4, 0);
    else this.#fail('CONTROL_BYTE', `0x${first.toString(16)} is a control byte, not a length`);
  }

  #header(missing: number, length: number): void {
    this.#headerMissing = missing;
    this.#length = length;
    this.#sentenceBytes += 1 + missing;
  }

  #readBody(bytes: Buffer, at: number, sink: SentenceSink): number {
    if (this.#length === 0) {
      this.#endSentence(sink);
      return at;
    }
    this.#sentenceBytes += this.#length;
    if (this.#length > this.#limits.sentenceBytes)
      this.#fail('WORD_TOO_LONG', `a word of ${this.#length} bytes is announced`);
    if (this.#sentenceBytes > this.#limits.sentenceBytes)
      this.#fail('SENTENCE_TOO_LONG', `a sentence has over ${this.#limits.sentenceBytes} bytes`);
    if (this.#words.length === this.#limits.wordsPerSentence)
      this.#fail('TOO_MANY_WORDS', `a sentence has over ${this.#limits.wordsPerSentence} words`);
    const end = at + this.#length;
    if (end <= bytes.length) {
      this.#words.push(bytes.toString(this.#encoding, at, end));
      return end;
    }
    this.#partial = Buffer.allocUnsafe(Math.min(this.#length, 2 * (bytes.length - at) + 64));
    this.#partialBytes = 0;
    return this.#readOn(bytes, at);
  }

  #readOn(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#length - this.#partialBytes);
    const filled = this.#partialBytes + end - at;
    let partial = this.#partial ?? Buffer.alloc(0);
    if (filled > partial.length) {
      // Doubling keeps a word that comes byte by byte from being copied for each of them.
      const larger = Buffer.allocUnsafe(
        Math.min(this.#length, Math.max(filled, 2 * partial.length)),
      );
      partial.copy(larger, 0, 0, this.#partialBytes);
      partial = larger;
    }
    bytes.copy(partial, this.#partialBytes, at, end);
    this.#partialBytes = filled;
    this.#partial = partial;
    if (filled === this.#length) {
      this.#words.push(partial.toString(this.#encoding, 0, filled));
      this.#partial = undefined;
    }
    return end;
  }

  #endSentence(sink: SentenceSink): void {
    const words = this.#words;
    const bytes = this.#sentenceBytes;
    this.#sentenceBytes = 0;
    if (words.length === 0) return;
    this.#words = [];
    sink(words, bytes);
  }

  #fail(code: WireError['code'], message: string): never {
    this.#failure = new WireError(code, message);
    this.#words = [];
    throw this.#failure;
  }
}
