/** Text goes as UTF-8; bytes go as they are. */
export type Word = string | Uint8Array;

const byteLengthOf = (word: Word) =>
  typeof word === 'string' ? Buffer.byteLength(word) : word.length;

const headerLengthOf = (length: number): number => {
  if (length < 0x80) return 1;
  if (length < 0x4000) return 2;
  if (length < 0x20_0000) return 3;
  return length < 0x1000_0000 ? 4 : 5;
};

const writeHeader = (into: Buffer, length: number, at: number): number => {
  const size = headerLengthOf(length);
  switch (size) {
    case 1:
      return into.writeUInt8(length, at);
    case 2:
      return into.writeUInt16BE(length | 0x8000, at);
    case 3:
      return into.writeUInt16BE(length & 0xffff, into.writeUInt8((length >> 16) | 0xc0, at));
    case 4:
      return into.writeUInt32BE((length | 0xe000_0000) >>> 0, at);
    default:
      return into.writeUInt32BE(length, into.writeUInt8(0xf0, at));
  }
};

const writeWord = (into: Buffer, word: Word, length: number, at: number): number => {
  const body = writeHeader(into, length, at);
  if (typeof word === 'string') into.write(word, body);
  else into.set(word, body);
  return body + length;
};

/** The shortest of the five length encodings. */
export function encodeLength(length: number): Buffer {
  const encoded = Buffer.allocUnsafe(headerLengthOf(length));
  writeHeader(encoded, length, 0);
  return encoded;
}

/** Its length, then its bytes. */
export function encodeWord(word: Word): Buffer {
  const length = byteLengthOf(word);
  const encoded = Buffer.allocUnsafe(headerLengthOf(length) + length);
  writeWord(encoded, word, length, 0);
  return encoded;
}

/**
 * The words and the empty word that ends them. An empty word within would end the sentence early
 * and make a command of the rest, so it is refused.
 */
export function encodeSentence(words: readonly Word[]): Buffer {
  const lengths = words.map(byteLengthOf);
  if (lengths.includes(0))
    throw new RangeError('an empty word ends a sentence: it cannot be in it');
  const size = lengths.reduce((sum, length) => sum + headerLengthOf(length) + length, 1);
  const encoded = Buffer.allocUnsafe(size);
  let at = 0;
  words.forEach((word, index) => {
    at = writeWord(encoded, word, lengths[index] ?? 0, at);
  });
  encoded[at] = 0;
  return encoded;
}

/** `=name=value`, as attributes are written in commands and in replies. */
export const attributeWord = (name: string, value: string): string => `=${name}=${value}`;

/** Reads `=name=value`, where the value may hold `=`; `undefined` for every other word. */
export function readAttribute(word: string): { name: string; value: string } | undefined {
  if (!word.startsWith('=')) return undefined;
  const end = word.indexOf('=', 1);
  return end === -1
    ? { name: word.slice(1), value: '' }
    : { name: word.slice(1, end), value: word.slice(end + 1) };
}
