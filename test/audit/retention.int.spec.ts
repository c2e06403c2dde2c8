import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AUDIT_QUERIES, type LedgerEntry } from '@ferrule/audit-contracts';
import {
  type Proof,
  proofFault,
  readTombstones,
  sha256,
  SigningKeys,
  verifyLedger,
} from '@ferrule/ledger-chain';
import { Keyring } from '@ferrule/sealed-secret';
import { until } from '@ferrule/testing';
import { SIGNING_KEY, useAudit } from './audit.ts';

jest.setTimeout(90_000);
const WAIT = { timeout: 60_000 };
const audit = useAudit({
  FERRULE_AUDIT_CHECKPOINT_EVERY: '10',
  FERRULE_AUDIT_CHECKPOINT_INTERVAL: '300ms',
  FERRULE_AUDIT_RETENTION_EVERY: '200ms',
});
const { publicKeys } = SigningKeys.parse(SIGNING_KEY);
const reader = { actor: 'operator:ann', tenant: 'acme' };
const doomed = Keyring.newKey('2025');
const secret = Keyring.parse(doomed).seal('hunter22', 'router/r-1/snmp');
let folder = '';

const old = '2020-01-05T10:00:00.000Z';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-archive-'));
  await audit.start({ FERRULE_AUDIT_RETENTION_ARCHIVE: join(folder, 'archive') });
  const { source } = audit;
  await source.record(Array.from({ length: 15 }, (_, n) => ({ n, was: 'acme-old' })));
  await source.record([{ kept: true }], { tenant: 'globex' });
  await source.record([{ before: { community: secret } }]);
  const events = await source.events();
  const isNew = (sequence: number | undefined) => sequence === 17;
  await source.publish(
    ...events.map((event) => (isNew(event.sequence) ? event : { ...event, time: old })),
  );
  await until(async () => (await audit.written()).length === 17, WAIT);
}, 120_000);
afterAll(async () => {
  await audit.stopAll();
  await rm(folder, { recursive: true, force: true });
});

const verify = async () => {
  const client = await audit.pool.connect();
  try {
    return await verifyLedger(client, { publicKeys, coveredBefore: '2000-01-01T00:00:00.000Z' });
  } finally {
    client.release();
  }
};
const bodies = async () => {
  const { rows } = await audit.pool.query<{ n: number }>(
    `select count(*)::int as n from body join entry using (entry) where source = 'store'`,
  );
  return rows[0]?.n;
};

describe('a body that its tenant keeps no longer', () => {
  it('leaves for an archive that still verifies, and the entry stays', async () => {
    const set = (days: number | null) =>
      audit.ask(AUDIT_QUERIES.setRetention, {
        ...{ reader, tenant: 'acme', days },
        reason: 'contract',
      });
    expect(await bodies()).toBe(17);
    await expect(set(0)).rejects.toMatchObject({ detail: { field: 'days' } });
    await set(365);
    await until(async () => (await bodies()) === 2, WAIT);
    expect((await audit.written()).length).toBe(17);
    await expect(verify()).resolves.toMatchObject({ entries: expect.any(Number) });
    const stones = await readTombstones(audit.pool);
    const files = await readdir(join(folder, 'archive'));
    expect(files).toEqual(stones.map(({ archive }) => archive));
    for (const stone of stones) {
      const text = await readFile(join(folder, 'archive', stone.archive), 'utf8');
      expect(sha256(text)).toBe(stone.archiveHash);
      const proofs = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Proof);
      expect(proofs.map(({ entry }) => entry.entry)).toEqual(stone.entries);
      for (const proof of proofs) {
        expect(proofFault(proof, publicKeys)).toBeUndefined();
        expect(proof.body).toContain('acme-old');
      }
    }
    const left = stones.flatMap(({ entries }) => entries);
    const shown = await audit.ask<LedgerEntry>(AUDIT_QUERIES.getEvent, {
      reader,
      ref: String(left[0]),
    });
    expect(shown).toMatchObject({ type: 'Happened', tenant: 'acme', data: null });
    const found = await audit.ask<{ events: unknown[] }>(AUDIT_QUERIES.search, {
      reader,
      text: 'acme-old',
      // That somebody asks for it is written down with what he asked for.
      type: 'Happened',
    });
    expect(found.events).toEqual([]);
  });

  it('leaves by one function, and by no other way', async () => {
    for (const table of ['body', 'tombstone', 'entry_words'])
      await expect(audit.superuser.query(`delete from ${table}`)).rejects.toThrow(/append-only/u);
    await expect(audit.pool.query('delete from body')).rejects.toMatchObject({ code: '42501' });
    const client = await audit.pool.connect();
    try {
      await client.query('begin');
      await expect(
        client.query(`select retire_bodies(99, 'acme', '{}', array[1, 1000000]::bigint[])`),
      ).rejects.toThrow(/were to leave/u);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

describe('a secret in an old entry', () => {
  it('is read by nobody once its key is destroyed, and the chain still holds', async () => {
    const { events } = await audit.ask<{ events: { data: { before: { community: string } } }[] }>(
      AUDIT_QUERIES.search,
      { reader, text: 'sealed:v1:2025' },
    );
    const [sealed] = events.map(({ data }) => data.before.community);
    expect(Keyring.parse(doomed).open(sealed!, 'router/r-1/snmp')).toBe('hunter22');
    const after = Keyring.parse(Keyring.newKey('2026'));
    expect(() => after.open(sealed!, 'router/r-1/snmp')).toThrow(/unknown key "2025"/u);
    await expect(verify()).resolves.toMatchObject({ entries: expect.any(Number) });
  });
});
