import { checkpointHash, type SignedCheckpoint } from './checkpoint.ts';
import { type Entry, entryHash, GENESIS, sha256 } from './entry.ts';
import type { SigningKeys } from './keys.ts';
import { rootOf } from './tree.ts';

// For the specs of this folder alone: a ledger of a few entries.

export interface Line {
  readonly entry: Entry;
  readonly hash: string;
  readonly body: string;
}

export const bodyOf = (n: number): string => `{"n":${n}}`;

export const entryOf = (n: number, more: Partial<Entry> = {}): Entry => ({
  entry: n,
  source: 'ipam',
  sequence: n,
  id: `019b8d5e-3c2a-7f10-9a44-${String(n).padStart(12, '0')}`,
  type: 'NetworkAllocated',
  schemaVersion: 1,
  stream: `network-net-${n}`,
  at: '2026-01-05T10:00:00.500Z',
  recordedAt: '2026-01-05T10:00:00.700Z',
  actor: 'operator:ann',
  tenant: 'acme',
  reason: null,
  ticket: 'CHG-1',
  correlationId: 'job-1',
  causationId: null,
  datacenter: 'DC1',
  router: null,
  network: `net-${n}`,
  bodyHash: sha256(bodyOf(n)),
  ...more,
});

export const chained = (entries: readonly Entry[]): readonly Line[] => {
  let previous = GENESIS;
  return entries.map((entry) => {
    previous = entryHash(previous, entry);
    return { entry, hash: previous, body: bodyOf(entry.entry) };
  });
};

export const ledgerOf = (count: number): readonly Line[] =>
  chained(Array.from({ length: count }, (_, index) => entryOf(index + 1)));

/** A checkpoint after each of these entries. */
export const checkpointsOf = (
  lines: readonly Line[],
  keys: SigningKeys,
  lasts: readonly number[],
): readonly SignedCheckpoint[] => {
  const signed: SignedCheckpoint[] = [];
  for (const last of lasts) {
    const before = signed.at(-1);
    const first = (before?.last ?? 0) + 1;
    const covered = lines.slice(first - 1, last).map(({ hash }) => hash);
    signed.push(
      keys.sign({
        number: signed.length + 1,
        first,
        last,
        head: covered.at(-1) ?? '',
        root: rootOf(covered),
        previous: before === undefined ? GENESIS : checkpointHash(before),
        at: '2026-01-05T10:01:00.000Z',
      }),
    );
  }
  return signed;
};
