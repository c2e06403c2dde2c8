import { describe, expect, it } from '@jest/globals';
import { blockOf } from './block.ts';
import { cellOf, freeMap } from './free-map.ts';

const drawn = (pool: string, free: readonly string[], columns: number) => {
  const { rows, cell } = freeMap(blockOf(pool), free.map(blockOf), columns);
  return {
    lines: rows.map(({ address, cells }) => `${address} ${cells.map(cellOf).join('')}`),
    cell,
  };
};

describe('a map of free blocks', () => {
  it('shows each where it is, and a cell that is partly free as that', () => {
    const free = ['172.16.0.0/21', '172.16.8.128/25', '172.16.10.0/24', '172.16.9.128/26'];
    expect(drawn('172.16.0.0/20', free, 8)).toEqual({
      lines: [
        '172.16.0.0 ········',
        '172.16.1.0 ········',
        '172.16.2.0 ········',
        '172.16.3.0 ········',
        '172.16.4.0 ········',
        '172.16.5.0 ········',
        '172.16.6.0 ········',
        '172.16.7.0 ········',
        '172.16.8.0 ████····',
        '172.16.9.0 ████··██',
        '172.16.10.0 ········',
        '172.16.11.0 ████████',
        '172.16.12.0 ████████',
        '172.16.13.0 ████████',
        '172.16.14.0 ████████',
        '172.16.15.0 ████████',
      ],
      cell: 32n,
    });
    expect(drawn('172.16.0.0/16', ['172.16.0.0/25', '172.16.1.192/26'], 16).lines[0]).toBe(
      '172.16.0.0 ░▒██████████████',
    );
  });

  it('has no more cells than there are addresses, and fits any pool of IPv6', () => {
    expect(drawn('10.0.0.0/30', ['10.0.0.2/31'], 64)).toEqual({
      lines: ['10.0.0.0 ██··'],
      cell: 1n,
    });
    const { lines } = drawn('2001:db8::/32', ['2001:db8:8000::/33'], 64);
    expect(lines).toHaveLength(16);
    expect(lines.at(-1)).toBe(`2001:db8:f000:: ${'·'.repeat(64)}`);
    expect(lines[0]).toBe(`2001:db8:: ${'█'.repeat(64)}`);
  });
});
