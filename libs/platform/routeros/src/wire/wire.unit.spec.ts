import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  encodeLength,
  encodeSentence,
  encodeWord,
  readAttribute,
  SentenceDecoder,
  WireError,
  type DecoderSettings,
} from '@ferrule/routeros';

const decode = (chunks: readonly Uint8Array[], settings?: DecoderSettings): string[][] => {
  const decoder = new SentenceDecoder(settings);
  const sentences: string[][] = [];
  for (const chunk of chunks) decoder.push(chunk, (words) => sentences.push(words));
  return sentences;
};

const faultOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof WireError) return error.code;
    throw error;
  }
  return 'none';
};

const word = fc.oneof(
  { weight: 8, arbitrary: fc.string({ minLength: 1, unit: 'grapheme' }) },
  { weight: 1, arbitrary: fc.integer({ min: 0x70, max: 0x90 }).map((n) => 'x'.repeat(n)) },
  { weight: 1, arbitrary: fc.integer({ min: 0x3ff0, max: 0x4010 }).map((n) => 'y'.repeat(n)) },
);
const sentences = fc.array(fc.array(word, { minLength: 1, maxLength: 6 }), { maxLength: 6 });

const cutAt = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  return places.map((place, index) => bytes.subarray(places[index - 1] ?? 0, place));
};

describe('a word on the wire', () => {
  it('has the shortest of the five lengths, with its boundaries where RouterOS has them', () => {
    const boundaries = [0, 0x7f, 0x80, 0x3fff, 0x4000, 0x1f_ffff, 0x20_0000, 0xfff_ffff];
    expect([...boundaries, 0x1000_0000].map((n) => encodeLength(n).toString('hex'))).toEqual([
      '00',
      '7f',
      '8080',
      'bfff',
      'c04000',
      'dfffff',
      'e0200000',
      'efffffff',
      'f010000000',
    ]);
  });

  it('is measured in bytes of UTF-8, not in characters', () => {
    expect(encodeWord('Дом ✓').toString('hex')).toBe('0ad094d0bed0bc20e29c93');
  });

  it('cannot be empty within a sentence: what follows would be another command', () => {
    expect(() => encodeSentence(['/ip/address/print', '', '/system/reset-configuration'])).toThrow(
      RangeError,
    );
  });

  it('is read as an attribute up to the second "=", whatever the value holds', () => {
    expect(readAttribute('=comment=a=b=')).toEqual({ name: 'comment', value: 'a=b=' });
    expect(readAttribute('=blackhole=')).toEqual({ name: 'blackhole', value: '' });
    expect(readAttribute('=blackhole')).toEqual({ name: 'blackhole', value: '' });
    expect(readAttribute('?name=x')).toBeUndefined();
  });
});

describe('the sentence decoder', () => {
  it('gives back what was encoded, however it was cut', () => {
    fc.assert(
      fc.property(sentences, fc.array(fc.nat(), { maxLength: 20 }), (written, cuts) => {
        const bytes = Buffer.concat(written.map((words) => encodeSentence(words)));
        expect(decode(cutAt(bytes, cuts))).toEqual(written);
      }),
      { numRuns: 300 },
    );
  });

  it('gives back what was encoded when every byte comes alone', () => {
    fc.assert(
      fc.property(sentences, (written) => {
        const bytes = Buffer.concat(written.map((words) => encodeSentence(words)));
        expect(decode(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(written);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['one byte', '03'],
    ['two', '8003'],
    ['three', 'c00003'],
    ['four', 'e0000003'],
    ['five', 'f000000003'],
  ])('reads a length of %s, though it need not be the shortest', (_, length) => {
    const bytes = Buffer.concat([Buffer.from(length, 'hex'), Buffer.from('abc\0')]);
    expect(decode([bytes])).toEqual([['abc']]);
    expect(decode(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual([['abc']]);
  });

  it('passes over empty sentences', () => {
    expect(decode([Buffer.from([0, 0]), encodeSentence(['!done']), Buffer.from([0])])).toEqual([
      ['!done'],
    ]);
  });

  it('hands over what came before a control byte, then fails for good', () => {
    const decoder = new SentenceDecoder();
    const seen: string[][] = [];
    const push = (bytes: Uint8Array) => decoder.push(bytes, (words) => seen.push(words));
    const stream = Buffer.concat([encodeSentence(['!done']), Buffer.from([0xf8])]);
    expect(faultOf(() => push(stream))).toBe('CONTROL_BYTE');
    expect(faultOf(() => push(encodeSentence(['!done'])))).toBe('CONTROL_BYTE');
    expect(seen).toEqual([['!done']]);
  });

  it('refuses what is too long as soon as it is announced, and too many words', () => {
    const limits = { sentenceBytes: 1000, wordsPerSentence: 3 };
    expect(faultOf(() => decode([Buffer.from('f0ffffffff', 'hex')], limits))).toBe('WORD_TOO_LONG');
    const long = encodeSentence(['x'.repeat(600), 'y'.repeat(600)]);
    expect(faultOf(() => decode([long], limits))).toBe('SENTENCE_TOO_LONG');
    expect(faultOf(() => decode([encodeSentence(['a', 'b', 'c', 'd'])], limits))).toBe(
      'TOO_MANY_WORDS',
    );
    expect(decode([encodeSentence(['a', 'b', 'c'])], limits)).toEqual([['a', 'b', 'c']]);
  });

  it('does not allocate what is only announced', () => {
    const before = process.memoryUsage().arrayBuffers;
    const decoders = Array.from({ length: 200 }, () => {
      const decoder = new SentenceDecoder({ sentenceBytes: 2 ** 32 });
      decoder.push(Buffer.from('f010000000aa', 'hex'), () => undefined);
      return decoder;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 2 ** 20);
    expect(decoders.every((decoder) => decoder.midSentence)).toBe(true);
  });

  it('keeps every byte when asked for latin1', () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    const [sentence] = decode([encodeSentence([all])], { encoding: 'latin1' });
    expect(Buffer.from(sentence?.[0] ?? '', 'latin1')).toEqual(Buffer.from(all));
  });

  it('ends or fails on any bytes, and says the same however they were cut', () => {
    const outcome = (chunks: readonly Uint8Array[]) => {
      const seen: string[][] = [];
      const decoder = new SentenceDecoder({ sentenceBytes: 4096, wordsPerSentence: 64 });
      const fault = faultOf(() => {
        for (const chunk of chunks) decoder.push(chunk, (words) => seen.push(words));
      });
      return { seen, fault };
    };
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.array(fc.nat(), { maxLength: 10 }),
        (bytes, cuts) => {
          expect(outcome(cutAt(Buffer.from(bytes), cuts))).toEqual(outcome([bytes]));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
