import { describe, expect, it } from '@jest/globals';
import { integer } from './der.ts';

const written = (hex: string): string => integer(Buffer.from(hex, 'hex')).toString('hex');

describe('a number in a certificate', () => {
  it('has no zero in front that says nothing: readers refuse it', () => {
    expect(written('0000017f')).toBe('0202017f');
    expect(written('00')).toBe('020100');
  });

  it('has a zero in front where its first bit would be a sign', () => {
    expect(written('80')).toBe('02020080');
    expect(written('0080')).toBe('02020080');
  });
});
