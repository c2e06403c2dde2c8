import { expect, it } from '@jest/globals';
import type { LedgerEntry, LedgerPage } from '@ferrule/audit-contracts';
import fc from 'fast-check';
import { readAfter, readLatest } from './ledger-reader.ts';

/** A ledger that answers as the API does and counts how often it was asked. */
const ledgerOf = (entries: readonly number[]) => {
  let asked = 0;
  return {
    asked: () => asked,
    get: <T>(
      _path: string,
      { after, limit }: Readonly<Record<string, unknown>> = {},
    ): Promise<T> => {
      asked += 1;
      const events = entries
        .filter((entry) => entry > Number(after))
        .slice(0, Number(limit))
        .map((entry) => ({ entry }) as LedgerEntry);
      const next = events.length === Number(limit) ? (events.at(-1)?.entry ?? null) : null;
      const page: LedgerPage = { events, next };
      return Promise.resolve(page as T);
    },
  };
};
const numbers = (events: readonly LedgerEntry[]) => events.map(({ entry }) => entry);

it('finds the newest events of any ledger, with whatever numbers missing', async () => {
  const ledgers = fc
    .array(fc.integer({ min: 1, max: 400 }), { maxLength: 60 })
    .map((steps) => steps.map((_, index) => steps.slice(0, index + 1).reduce((a, b) => a + b, 0)));
  await fc.assert(
    fc.asyncProperty(ledgers, fc.integer({ min: 1, max: 70 }), async (entries, limit) => {
      expect(numbers(await readLatest(ledgerOf(entries), limit))).toEqual(entries.slice(-limit));
    }),
  );
});

it('finds the end of a long ledger with few questions', async () => {
  const ledger = ledgerOf(Array.from({ length: 50_000 }, (_, index) => index + 1));
  expect(numbers(await readLatest(ledger, 2))).toEqual([49_999, 50_000]);
  expect(ledger.asked()).toBeLessThan(25);
});

it('reads page after page, up to what was asked for', async () => {
  const ledger = ledgerOf(Array.from({ length: 2_500 }, (_, index) => index + 1));
  expect((await readAfter(ledger, 0, Infinity)).length).toBe(2_500);
  expect(numbers(await readAfter(ledger, 10, 3))).toEqual([11, 12, 13]);
});
