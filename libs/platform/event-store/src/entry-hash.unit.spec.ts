import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Entry, entryHash, GENESIS } from '@ferrule/event-store';
import canonicalize from 'canonicalize';
import fc from 'fast-check';

const entry: Entry = {
  seq: 1,
  stream: 'network-1',
  version: 1,
  id: '01890000-0000-7000-8000-000000000001',
  type: 'NetworkAllocated',
  schemaVersion: 1,
  at: '2026-01-02T03:04:05.006Z',
  body: '{"a":1}',
  meta: '{"actor":"ada"}',
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the hash of an entry', () => {
  it('can be computed by anybody: SHA-256 of the last hash and the canonical JSON of the entry', () => {
    const written = fc.record({
      ...Object.fromEntries(['stream', 'id', 'type', 'at'].map((key) => [key, fc.string()])),
    });
    fc.assert(
      fc.property(written, fc.string(), fc.string(), (changed, body, meta) => {
        const given = { ...entry, ...changed, body, meta };
        const theirs = canonicalize({ ...given, body: sha256(body), meta: sha256(meta) }) ?? '';
        expect(entryHash(GENESIS, given).toString('hex')).toBe(sha256('0'.repeat(64) + theirs));
      }),
    );
  });

  it('changes with every field, and with everything before', () => {
    const changes: readonly Partial<Entry>[] = [
      { seq: 2 },
      { stream: 'network-2' },
      { version: 2 },
      { id: '01890000-0000-7000-8000-000000000002' },
      { type: 'NetworkReleased' },
      { schemaVersion: 2 },
      { at: '2026-01-02T03:04:05.007Z' },
      { body: '{"a":2}' },
      { meta: '{"actor":"bob"}' },
    ];
    const hashes = changes.map((change) => entryHash(GENESIS, { ...entry, ...change }));
    hashes.push(entryHash(GENESIS, entry), entryHash(Buffer.alloc(32, 1), entry));
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(changes.length + 2);
  });
});
