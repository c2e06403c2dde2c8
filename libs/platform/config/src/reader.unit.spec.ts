import { describe, expect, it } from '@jest/globals';
import { decimal, duration, integer, list, secretUrl, text, url } from '@ferrule/config';
import fc from 'fast-check';

describe('a reader', () => {
  it('reads back every whole number, duration and number that it wrote', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(integer.read(integer.write(value))).toBe(value === 0 ? 0 : value);
      }),
    );
    fc.assert(
      fc.property(fc.nat(999_999_999), (value) => {
        expect(duration.read(duration.write(value))).toBe(value);
      }),
    );
    expect(decimal.read(decimal.write(0.25))).toBe(0.25);
  });

  it('writes a duration in the largest unit that fits it', () => {
    expect([0, 250, 1_500, 90_000, 300_000, 7 * 86_400_000].map(duration.write)).toEqual([
      '0ms',
      '250ms',
      '1500ms',
      '90s',
      '5m',
      '7d',
    ]);
  });

  it('refuses a URL of another scheme, without a host, or with credentials that would be logged', () => {
    const reader = url('https');
    expect(reader.read('https://a.example/x')).toBe('https://a.example/x');
    for (const wrong of [
      'a.example',
      'http://a.example',
      'https://',
      'https://u@a',
      'https://u:p@a',
    ]) {
      expect(() => reader.read(wrong)).toThrow('must be a URL that begins with https://');
    }
  });

  it('accepts credentials in a URL that is kept secret', () => {
    expect(secretUrl('postgres').read('postgres://u:p@h/d').reveal()).toBe('postgres://u:p@h/d');
    expect(() => secretUrl('postgres').read('postgres:/')).toThrow('must be');
  });

  it('refuses a list with an item that its reader refuses', () => {
    expect(list(integer).read('1, 2,3')).toEqual([1, 2, 3]);
    expect(() => list(integer).read('1,,3')).toThrow('must be a whole number');
    expect(list(text).write(['a', 'b'])).toBe('a,b');
  });
});
