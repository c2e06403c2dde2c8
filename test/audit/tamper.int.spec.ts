import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  entryHash,
  GENESIS,
  Misfit,
  PublicKeys,
  readCheckpoints,
  readLedger,
  readPublicKeys,
  type SignedCheckpoint,
  SigningKeys,
  verifyLedger,
} from '@ferrule/ledger-chain';
import { decodeEnvelope } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import type pg from 'pg';
import { SIGNING_KEY, useAudit } from './audit.ts';

jest.setTimeout(60_000);
const audit = useAudit({
  FERRULE_AUDIT_CHECKPOINT_EVERY: '20',
  FERRULE_AUDIT_CHECKPOINT_INTERVAL: '300ms',
});
const WAIT = { timeout: 30_000 };
const keys = SigningKeys.parse(SIGNING_KEY).publicKeys;

let folder = '';
let file = '';
let hook: Server;
let refusals = 1;
const posted: SignedCheckpoint[] = [];
const heard: SignedCheckpoint[] = [];

const inFile = async (): Promise<readonly SignedCheckpoint[]> =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SignedCheckpoint);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-audit-'));
  file = join(folder, 'outside', 'checkpoints.ndjson');
  hook = createServer((request, response) => {
    void request.toArray().then((parts) => {
      // Whoever keeps them may be away for a moment.
      response.statusCode = refusals > 0 ? 503 : 204;
      if (refusals === 0) posted.push(JSON.parse(parts.join('')) as SignedCheckpoint);
      refusals = Math.max(0, refusals - 1);
      response.setHeader('connection', 'close').end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  audit.connection.nats.subscribe('evt.audit.checkpoint.signed.v1', {
    callback: (_, { headers, data }) => {
      heard.push(JSON.parse(decodeEnvelope({ headers, data }).body) as SignedCheckpoint);
    },
  });
  const instance = await audit.start({
    FERRULE_AUDIT_CHECKPOINT_FILE: file,
    FERRULE_AUDIT_CHECKPOINT_WEBHOOK: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`,
  });
  await audit.source.record(
    Array.from({ length: 90 }, (_, n) => ({ n, networkId: `net-${n}`, router: 'dc1-r1' })),
    { reason: 'by the spec', ticket: 'CHG-1', causationId: 'command-1' },
  );
  await audit.source.publish(...(await audit.source.events()));
  const covered = async () => (await readCheckpoints(audit.pool)).at(-1)?.last ?? 0;
  await until(async () => (await covered()) >= 90, WAIT);
  await until(async () => posted.length > 0 && posted.at(-1)!.last >= 90, WAIT);
  await until(async () => (await inFile()).at(-1)!.last >= 90, WAIT);
  await instance.stop();
}, 120_000);
afterAll(async () => {
  hook.closeAllConnections();
  await new Promise((resolve) => hook.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const verify = async (
  db: pg.ClientBase,
  options: { outside?: boolean; publicKeys?: PublicKeys } = {},
) =>
  verifyLedger(db, {
    publicKeys: options.publicKeys ?? keys,
    coveredBefore: '2000-01-01T00:00:00.000Z',
    ...(options.outside === true && {
      outside: [{ name: 'the file', checkpoints: await inFile() }],
    }),
  });

const verifyAsIs = async (options: { outside?: boolean; publicKeys?: PublicKeys } = {}) => {
  const client = await audit.pool.connect();
  try {
    return await verify(client, options);
  } finally {
    client.release();
  }
};

/** What somebody with every right does to the database, and what the walk then says. Undone after. */
const afterwards = async (
  harm: (db: pg.ClientBase) => Promise<unknown>,
  options: { outside?: boolean } = {},
): Promise<unknown> => {
  const client = await audit.superuser.connect();
  try {
    await client.query('begin');
    for (const table of ['entry', 'body', 'checkpoint', 'tombstone'])
      await client.query(`alter table ${table} disable trigger all`);
    await harm(client);
    return await verify(client, options).then(
      () => 'fits',
      (error: unknown) => (error instanceof Misfit ? [error.entry, error.reason] : error),
    );
  } finally {
    await client.query('rollback');
    client.release();
  }
};

describe('checkpoints', () => {
  it('leave the database by a file, a webhook and the bus, every one and in order', async () => {
    const known = await readCheckpoints(audit.pool);
    const shared = posted.length;
    expect(shared).toBeGreaterThan(3);
    expect(await inFile()).toEqual(known.slice(0, (await inFile()).length));
    expect(posted).toEqual(known.slice(0, shared));
    expect(heard).toEqual(known.slice(0, heard.length));
    for (const checkpoint of known) expect(keys.fault(checkpoint)).toBeUndefined();
    expect(PublicKeys.parse(await readPublicKeys(audit.pool)).list).toEqual(keys.list);
  });

  it('come of what happened, and not of one another', async () => {
    const known = await readCheckpoints(audit.pool);
    const { rows } = await audit.pool.query<{ n: number }>(
      `select count(*)::int as n from entry where type <> 'CheckpointSigned'`,
    );
    // One for every twenty entries, and one for what was left.
    expect(known.length).toBeLessThan(rows[0]!.n / 20 + 5);
  });

  it('go on under a new key, and not under another one of the same name', async () => {
    const other = await audit.start({
      FERRULE_AUDIT_CHECKPOINT_KEYS: SigningKeys.newKey('k1'),
    });
    await until(() => other.said.includes('is another one than the ledger knows'), WAIT);
    await other.stop();
    const rotated = `${SigningKeys.newKey('k2')},${SIGNING_KEY}`;
    const again = await audit.start({
      FERRULE_AUDIT_CHECKPOINT_KEYS: rotated,
      FERRULE_AUDIT_CHECKPOINT_FILE: file,
    });
    const before = await audit.source.events();
    await audit.source.record([{ rotated: true }]);
    await audit.source.publish(...(await audit.source.events(before.length)));
    const signed = await until(
      async () => (await readCheckpoints(audit.pool)).find(({ key }) => key === 'k2'),
      WAIT,
    );
    await until(async () => (await inFile()).some(({ number }) => number === signed.number), WAIT);
    await again.stop();
    const { publicKeys } = SigningKeys.parse(rotated);
    await expect(verifyAsIs({ publicKeys })).resolves.toMatchObject({
      entries: expect.any(Number),
    });
    await expect(verifyAsIs()).rejects.toThrow(/"k2", which is not known/u);
  });
});

describe('somebody with every right on the database', () => {
  const random = 5 + Math.floor(Math.random() * 60);
  // The key of the spec before signs later ones, which this one does not know.
  beforeAll(async () => {
    await audit.superuser.query(`alter table checkpoint disable trigger all;
      delete from checkpoint where document like '%"key":"k2"%';
      alter table checkpoint enable always trigger checkpoint_unchanged;
      alter table checkpoint enable always trigger checkpoint_kept`);
  });

  it('who does nothing is not accused', async () => {
    expect(await afterwards(() => Promise.resolve())).toBe('fits');
  });

  const changes: Readonly<Record<string, string>> = {
    entry: 'entry + 1000000',
    sequence: 'sequence + 1000000',
    schema_version: 'schema_version + 1',
    at: "at + interval '1 ms'",
    recorded_at: "recorded_at - interval '1 ms'",
    body_hash: "decode(repeat('ab', 32), 'hex')",
    hash: "decode(repeat('ab', 32), 'hex')",
    datacenter: "'DC9'",
  };

  it('is found by every single column of an entry', async () => {
    const { rows } = await audit.pool.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_schema = 'audit' and table_name = 'entry'`,
    );
    expect(rows.length).toBeGreaterThan(19);
    for (const { name } of rows) {
      const value = changes[name] ?? `${name} || 'x'`;
      const found = await afterwards((db) =>
        db.query(`update entry set ${name} = ${value} where entry = $1`, [random]),
      );
      expect([name, found]).toEqual([name, [random, expect.any(String)]]);
    }
  });

  it('is found by a changed body, and by one that was taken away', async () => {
    const changed = (sql: string) => afterwards((db) => db.query(sql, [random]));
    expect(await changed(`update body set body = body || ' ' where entry = $1`)).toEqual([
      random,
      'its body does not match its hash',
    ]);
    expect(await changed('delete from body where entry = $1')).toEqual([
      random,
      'its body is gone, and no tombstone says why',
    ]);
  });

  it('is found by an entry that was removed, and by two that changed places', async () => {
    const removed = await afterwards((db) =>
      db.query('delete from entry where entry = $1', [random]),
    );
    expect(removed).toEqual([random, 'it is missing']);
    const swapped = await afterwards(async (db) => {
      for (const table of ['entry', 'body']) {
        const move = (from: number, to: number) =>
          db.query(`update ${table} set entry = $2 where entry = $1`, [from, to]);
        await move(random, 9_999_999);
        await move(random + 1, random);
        await move(9_999_999, random + 1);
      }
    });
    expect(swapped).toEqual([random, expect.any(String)]);
  });

  it('is found by a tail that was cut, with its checkpoints too', async () => {
    const cut = (db: pg.ClientBase) =>
      db.query(`delete from entry where entry > 70; delete from body where entry > 70`);
    expect(await afterwards(cut)).toEqual([71, expect.stringContaining('of the database covers')]);
    const both = async (db: pg.ClientBase) => {
      await cut(db);
      await db.query('delete from checkpoint where last > 70');
    };
    expect(await afterwards(both)).toBe('fits');
    expect(await afterwards(both, { outside: true })).toEqual([
      71,
      expect.stringContaining('of the file covers'),
    ]);
  });

  /** Every entry from `from` on as if somebody else had done it, and a chain that fits. */
  const computeAnew = async (db: pg.ClientBase, from: number): Promise<void> => {
    let previous = GENESIS;
    for (const { entry } of await readLedger(db, 0, 10_000)) {
      const actor = entry.entry >= from ? 'nobody' : entry.actor;
      previous = entryHash(previous, { ...entry, actor });
      await db.query(`update entry set actor = $2, hash = decode($3, 'hex') where entry = $1`, [
        entry.entry,
        actor,
        previous,
      ]);
    }
  };

  it('is found by a chain that was computed anew: its checkpoints say otherwise', async () => {
    const found = await afterwards((db) => computeAnew(db, random));
    const covering = (await readCheckpoints(audit.pool)).find(({ last }) => last >= random)!;
    expect(found).toEqual([covering.first, expect.stringContaining('another hash')]);
  });

  it('is found by those outside, when the checkpoints in the database are gone as well', async () => {
    const all = async (db: pg.ClientBase) => {
      await computeAnew(db, 1);
      await db.query('delete from checkpoint');
    };
    expect(await afterwards(all)).toBe('fits');
    expect(await afterwards(all, { outside: true })).toEqual([
      1,
      expect.stringContaining('checkpoint 1 of the file has another hash'),
    ]);
  });

  it('is found by old entries that no checkpoint covers', async () => {
    const client = await audit.superuser.connect();
    try {
      await client.query('begin; alter table checkpoint disable trigger all');
      await client.query('delete from checkpoint');
      await expect(
        verifyLedger(client, { publicKeys: keys, coveredBefore: '2999-01-01T00:00:00.000Z' }),
      ).rejects.toThrow('entry 1 does not fit: no checkpoint covers it');
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
