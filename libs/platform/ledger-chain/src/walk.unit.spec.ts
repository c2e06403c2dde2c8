import { describe, expect, it } from '@jest/globals';
import type { SignedCheckpoint } from './checkpoint.ts';
import type { Entry } from './entry.ts';
import { SigningKeys } from './keys.ts';
import { bodyOf, chained, checkpointsOf, entryOf, type Line, ledgerOf } from './spec-ledger.ts';
import { LedgerWalk, Misfit, type WalkOptions } from './walk.ts';

const keys = SigningKeys.parse(SigningKeys.newKey('k1'));
const lines = ledgerOf(10);
const checkpoints = checkpointsOf(lines, keys, [4, 9]);
const witness = (list: readonly SignedCheckpoint[] = checkpoints, name = 'the file') => ({
  name,
  checkpoints: list,
});

type Walkable = Pick<Line, 'entry' | 'hash'> & { readonly body: string | null };

const walk = (over: readonly Walkable[], more: Partial<WalkOptions> = {}) => {
  const walking = new LedgerWalk({
    publicKeys: keys.publicKeys,
    witnesses: [witness()],
    ...more,
  });
  for (const { entry, hash, body } of over) walking.entry(entry, hash, body);
  return walking.end();
};
const misfit = (over: readonly Walkable[], more: Partial<WalkOptions> = {}) => {
  try {
    walk(over, more);
  } catch (error) {
    if (error instanceof Misfit) return [error.entry, error.reason];
    throw error;
  }
  return 'fits';
};
const replaced = (n: number, line: Partial<Line>): readonly Line[] =>
  lines.map((one) => (one.entry.entry === n ? { ...one, ...line } : one));

describe('a walk over the ledger', () => {
  it('counts what fits, and what no checkpoint covers yet', () => {
    expect(walk(lines)).toEqual({
      entries: 10,
      last: 10,
      head: lines.at(-1)?.hash,
      checkpoints: 2,
      uncovered: 1,
    });
  });

  it.each(Object.keys(entryOf(1)))('finds that the column %s of an entry was changed', (column) => {
    const original = entryOf(6);
    const value = original[column as keyof Entry];
    const other = typeof value === 'number' ? value + 100 : `${String(value)}x`;
    const entry = { ...original, [column]: other };
    expect(misfit(replaced(6, { entry }))).toEqual([6, expect.any(String)]);
  });

  it('finds a changed body and a changed hash', () => {
    expect(misfit(replaced(6, { body: '{"n":7}' }))).toEqual([6, expect.stringContaining('body')]);
    expect(misfit(replaced(6, { hash: 'ab'.repeat(32) }))).toEqual([6, expect.any(String)]);
  });

  it('finds a removed entry, and two that changed places', () => {
    expect(misfit(lines.filter(({ entry }) => entry.entry !== 6))).toEqual([6, 'it is missing']);
    const [a, b] = [lines[5]!, lines[6]!];
    const swapped = [...lines.slice(0, 5), b, a, ...lines.slice(7)];
    expect(misfit(swapped)).toEqual([6, 'it is missing']);
    const renumbered = swapped.map((line, index) => ({
      ...line,
      entry: { ...line.entry, entry: index + 1 },
    }));
    expect(misfit(renumbered)).toEqual([6, expect.stringContaining('content')]);
  });

  it('finds that the tail was cut, by what a checkpoint outside covers', () => {
    expect(misfit(lines.slice(0, 7))).toEqual([
      8,
      'it is missing, and checkpoint 2 of the file covers up to 9',
    ]);
  });

  it('finds a whole chain that was computed anew, by the checkpoints', () => {
    const forged = chained(lines.map(({ entry }) => ({ ...entry, actor: 'nobody' })));
    expect(misfit(forged, { witnesses: [] })).toBe('fits');
    expect(misfit(forged)).toEqual([1, expect.stringContaining('another hash')]);
    const mallory = SigningKeys.parse(SigningKeys.newKey('k1'));
    const theirs = checkpointsOf(forged, mallory, [4, 9]);
    expect(misfit(forged, { witnesses: [witness(theirs, 'the database')] })).toEqual([
      1,
      'checkpoint 1 of the database: its signature is not one of the key "k1"',
    ]);
  });

  it('finds an entry left out and the rest computed anew, by the count of its source', () => {
    const forged = chained(
      lines
        .filter(({ entry }) => entry.entry !== 6)
        .map(({ entry }, index) => ({ ...entry, entry: index + 1 })),
    ).map((line) => ({ ...line, body: bodyOf(line.entry.sequence) }));
    expect(misfit(forged, { witnesses: [] })).toEqual([6, 'ipam#7 stands where ipam#6 belongs']);
  });

  it('finds checkpoints that are missing, out of place or of another tree', () => {
    const [first, second] = [checkpoints[0]!, checkpoints[1]!];
    const found = (...list: SignedCheckpoint[]) => misfit(lines, { witnesses: [witness(list)] });
    expect(found(second)).toEqual([1, expect.stringContaining('where 1 comes next')]);
    const sign = (more: Partial<SignedCheckpoint>) => {
      const { signature: _, key: __, ...words } = { ...second, ...more };
      return keys.sign(words);
    };
    expect(found(first, sign({ number: 3 }))).toEqual([5, expect.stringContaining('missing')]);
    expect(found(first, sign({ previous: 'ab'.repeat(32) }))).toEqual([
      5,
      expect.stringContaining('follows another'),
    ]);
    expect(found(first, sign({ root: 'ab'.repeat(32) }))).toEqual([
      5,
      expect.stringContaining('another tree'),
    ]);
  });

  it('takes an entry without its body only where a signed tombstone names it', () => {
    const gone: readonly Walkable[] = lines.map(({ entry, hash, body }) => ({
      ...{ entry, hash },
      body: entry.entry === 6 ? null : body,
    }));
    const buried = keys.sign({
      number: 1,
      tenant: 'acme',
      entries: [6],
      before: '2026-01-06T00:00:00.000Z',
      archive: 'a.ndjson',
      archiveHash: 'ab',
      at: '2026-01-07T00:00:00.000Z',
    });
    const over = (more: Partial<WalkOptions>) => misfit(gone, more);
    expect(over({})).toEqual([6, 'its body is gone, and no tombstone says why']);
    expect(over({ tombstones: [buried] })).toBe('fits');
    expect(over({ tombstones: [{ ...buried, entries: [6, 7] }] })).toEqual([
      6,
      'of tombstone 1, its signature is not one of the key "k1"',
    ]);
  });

  it('walks a part, from where it begins to where it says that it ends', () => {
    const from = { entry: 5, hash: lines[4]!.hash };
    expect(walk(lines.slice(5), { from })).toMatchObject({ entries: 5, checkpoints: 1 });
    expect(walk(lines.slice(5, 7), { from, to: 7 })).toMatchObject({ entries: 2, uncovered: 2 });
    expect(misfit(lines.slice(5), { from: { entry: 5, hash: lines[3]!.hash } })).toEqual([
      6,
      expect.any(String),
    ]);
  });
});
