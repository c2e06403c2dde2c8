import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

describe('how much to fuzz', () => {
  it('is what was typed, in order, and what is usual for the rest', () => {
    expect(readOptions(10)(['3', '17'])).toEqual({ count: 3, seed: 17 });
    expect(readOptions(10)([])).toEqual({ count: 10, seed: expect.any(Number) });
    expect(() => readOptions(10)(['--fast'])).toThrow('not a number: --fast');
  });
});
