import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recordingTerminal } from './spec-rig.ts';
import { type Column, Table } from './table.ts';

interface Row {
  readonly id: string;
  readonly at: string;
  readonly what: string;
}

const columns: readonly Column<Row>[] = [
  { title: 'ID', text: ({ id }) => id },
  { title: 'AT', text: ({ at }) => at, least: 6, keeps: 'end' },
  { title: 'WHAT', text: ({ what }) => what, least: 5, colour: () => 'green' },
];
const row: Row = { id: 'job-1', at: '2026-11-20 11:26:59', what: 'NetworkProvisionAccepted' };

const printed = (rows: readonly Row[], options: Parameters<typeof recordingTerminal>[0]) => {
  const { terminal, out } = recordingTerminal(options);
  new Table(terminal, columns).print(rows);
  return out;
};

describe('a table', () => {
  it('is cut nowhere when nobody looks at the end of its lines', () => {
    expect(printed([row], {})).toEqual([
      'ID     AT                   WHAT',
      'job-1  2026-11-20 11:26:59  NetworkProvisionAccepted',
    ]);
  });

  it('fits the terminal by taking from the column that has most to give', () => {
    expect(printed([row], { width: 30 })).toEqual([
      'ID     AT           WHAT',
      'job-1  …0 11:26:59  NetworkPr…',
    ]);
  });

  it('is never wider than the terminal, as long as its columns can give way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 120 }), fc.string(), (width, what) => {
        for (const line of printed([{ ...row, what }], { width }))
          expect(Array.from(line).length).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('puts numbers below each other by their last digits', () => {
    const { terminal, out } = recordingTerminal();
    new Table<{ readonly n: number }>(terminal, [
      { title: 'HELD', text: ({ n }) => String(n), align: 'right' },
      { title: 'N', text: ({ n }) => String(n), align: 'right' },
    ]).print([{ n: 7 }, { n: 12_345 }]);
    expect(out).toEqual([' HELD      N', '    7      7', '12345  12345']);
  });

  it('stays aligned when it is painted', () => {
    const { terminal, out } = recordingTerminal({ colour: true });
    new Table<Row>(terminal, [...columns].reverse()).print([row, { ...row, what: 'Short' }]);
    const bare = out.map((line) => line.replaceAll(/<[^>]*>/gu, ''));
    expect(new Set(bare.slice(1).map((line) => line.indexOf('2026')))).toEqual(new Set([26]));
  });

  it('hands no escape sequence of a service to the terminal', () => {
    const [, line] = printed([{ ...row, what: 'red \u001B[31m alert\nnew line' }], {});
    expect(line).toBe('job-1  2026-11-20 11:26:59  red �[31m alert�new line');
  });

  it('puts rows that come later into the columns that it began with, and says nothing without rows', () => {
    const { terminal, out } = recordingTerminal();
    const table = new Table(terminal, columns);
    table.print([]);
    expect(out).toEqual([]);
    table.print([row]);
    table.print([{ ...row, id: 'x' }]);
    expect(out.at(-1)).toBe('x      2026-11-20 11:26:59  NetworkProvisionAccepted');
  });
});
