import { describe, expect, it } from '@jest/globals';
import { addressAt, amount, blockOf } from './block.ts';

describe('a block', () => {
  it.each([
    ['172.16.128.0/17', '172.16.128.0', 32_768n],
    ['0.0.0.0/0', '0.0.0.0', 1n << 32n],
    ['2001:db8:150::/64', '2001:db8:150::', 1n << 64n],
    ['::/0', '::', 1n << 128n],
    ['2001:db8::1:0:0:1/128', '2001:db8::1:0:0:1', 1n],
  ])('%s begins where it says, and is as large', (prefix, first, size) => {
    const block = blockOf(prefix);
    expect([addressAt(block.family, block.first), block.size]).toEqual([first, size]);
  });

  it('is counted as far as people count', () => {
    expect(['0', '65536', String(1n << 64n)].map(amount)).toEqual(['0', '65,536', '~2^64']);
  });
});
