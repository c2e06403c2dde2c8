import { describe, expect, it } from '@jest/globals';
import { jsonLine, type Row, table, verdict } from './report.ts';
import { closedLoop, compare, percentile } from './rounds.ts';
import { readOptions } from './options.ts';

const row = (changed: Partial<Row> = {}): Row => ({
  name: 'append',
  unit: 'events/s',
  ours: 7_000,
  reference: 10_000,
  ratio: 0.7,
  required: { of: 'ratio', atLeast: 0.7 },
  ...changed,
});

describe('a row of the bench', () => {
  it('is ok at the ratio that is required, and falls short below it', () => {
    expect(verdict(row())).toBe('ok');
    expect(verdict(row({ ratio: 0.699 }))).toBe('falls short');
  });

  it('falls short at an upper bound, and where nothing was measured', () => {
    const required = { of: 'ours', below: 25 } as const;
    expect(verdict(row({ ours: 24.9, required }))).toBe('ok');
    expect(verdict(row({ ours: 25, required }))).toBe('falls short');
    expect(verdict(row({ ours: NaN, required }))).toBe('falls short');
  });

  it('is judged by nobody where nothing is required', () => {
    const { required: _, ...free } = row();
    expect(verdict(free)).toBe('informative');
  });

  it('fits a terminal of 100 columns, however large its figures are', () => {
    const wide = row({ name: 'replay through a projection', ours: 123_456_789, ratio: 1_234.5 });
    const widths = table([wide, row()])
      .split('\n')
      .map(({ length }) => length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(100);
  });

  it('goes on to another line, and cuts what no line has room for', () => {
    const detail = {
      first: 'a'.repeat(60),
      second: 'b'.repeat(60),
      third: 'c'.repeat(200),
      last: 1,
    };
    const lines = table([row({ detail })]).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    for (const name of ['  first a', '  second b', '  third c', '  last 1.00'])
      expect(lines.some((line) => line.includes(name))).toBe(true);
  });

  it('is one line of JSON with every round unrounded', () => {
    const rounds = { ours: [6_999.5, 7_000.5], reference: [10_000] };
    const line = jsonLine(row({ rounds }), { quick: true });
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({ rounds, verdict: 'ok', quick: true });
  });
});

describe('two sides of a comparison', () => {
  it('take turns in going first, and are judged by the rounds as pairs', async () => {
    const calls: string[] = [];
    const side = (name: string, figures: readonly number[]) => async (round: number) => {
      calls.push(name);
      return figures[round] ?? NaN;
    };
    // The machine is ten times slower in the second round.
    const compared = await compare(3, {
      ours: side('ours', [80, 8, 70]),
      reference: side('reference', [100, 10, 100]),
    });
    expect(calls.join(' ')).toBe('reference ours ours reference reference ours');
    expect(compared).toMatchObject({ ours: 70, reference: 100, ratio: 0.8 });
  });

  it('count what was answered, by the second', async () => {
    let calls = 0;
    const rate = await closedLoop(3, 50, async () => {
      calls += 1;
      await new Promise((resolve) => setImmediate(resolve));
    });
    expect(rate).toBeLessThanOrEqual(calls / 0.05);
    expect(rate).toBeGreaterThan(0);
  });

  it('name the percentile by the nearest rank', () => {
    const figures = Array.from({ length: 200 }, (_, n) => 200 - n);
    expect([50, 99, 100].map((percent) => percentile(figures, percent))).toEqual([100, 198, 200]);
  });
});

describe('the options of the bench', () => {
  it('take the beginning of a row name, and refuse a name that no row has', () => {
    expect(readOptions(['rep', '--quick'], ['append', 'replay'])).toMatchObject({
      names: ['rep'],
      quick: true,
      strict: false,
      build: true,
    });
    expect(() => readOptions(['wrong'], ['append'])).toThrow('no such row: wrong');
  });
});
