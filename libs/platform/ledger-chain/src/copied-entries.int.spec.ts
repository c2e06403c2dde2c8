import { useDatabase, withClient } from '@ferrule/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { copyEntries } from './copied-entries.ts';
import { readLedger } from './pg-ledger.ts';
import type { StoredEntry } from './stored-entry.ts';

const COUNT = 45_000;

const database = useDatabase({
  name: 'a ledger to copy',
  migrate: (url) =>
    withClient(url, async (client) => {
      await client.query(
        `create table entry (entry bigint primary key, source text, sequence bigint, id text, type text,
           schema_version int, stream text, at timestamptz(3), recorded_at timestamptz(3), actor text,
           tenant text, reason text, ticket text, correlation_id text, causation_id text,
           datacenter text, router text, network text, body_hash bytea, hash bytea);
         create table body (entry bigint primary key, body text);`,
      );
      await client.query(
        `insert into entry select n, 'ipam', n, 'id-' || n, 'NetworkAllocated', 1, 'network-' || n,
           '2026-01-05 10:00:00.5Z', '2026-01-05 10:00:00Z', 'ada', 'acme', null, null, 'job', null,
           null, null, null, sha256('body'), sha256('entry')
         from generate_series(1, $1) n`,
        [COUNT],
      );
      await client.query(`insert into body select entry, '{"n":1}' from entry where entry <> 7`);
    }),
});

const NASTY = ['\t', '\n', '\r\n', '\\', '\\N', '\\t', 'a\\tb\tc', '"\u2028"', 'Zürich 🦊', ''];

const copied = async (most = Infinity): Promise<readonly StoredEntry[]> => {
  const client = await database.pool().connect();
  const all: StoredEntry[] = [];
  try {
    for await (const some of copyEntries(client)) {
      all.push(...some);
      if (all.length >= most) break;
    }
    // Whoever breaks off has the connection back.
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    return all;
  } finally {
    client.release();
  }
};

beforeAll(async () => {
  for (const [index, text] of NASTY.entries())
    await database
      .pool()
      .query('update entry set actor = $2, reason = $3, ticket = null where entry = $1', [
        ...[index + 1, text, `${text} and ${text}`],
      ]);
  await database.pool().query('update body set body = $1 where entry = 3', [JSON.stringify(NASTY)]);
});

describe('the ledger, copied out', () => {
  it('is what it is when it is read, whatever stands in it', async () => {
    const all = await copied();
    expect(all).toHaveLength(COUNT);
    expect(all.slice(0, 100)).toEqual(await readLedger(database.pool(), 0, 100));
    expect(all.slice(0, NASTY.length).map(({ entry }) => entry.actor)).toEqual(NASTY);
    expect(all[6]?.body).toBeNull();
    expect(all.at(-1)).toEqual((await readLedger(database.pool(), COUNT - 1, 1))[0]);
  });

  it('can be left off anywhere', async () => {
    expect((await copied(1)).length).toBeLessThan(COUNT);
    expect((await copied(21_000)).length).toBeLessThan(COUNT);
  });

  it('fails as the server does', async () => {
    const client = await database.pool().connect();
    try {
      await client.query('begin; set local search_path = pg_catalog');
      await expect(copyEntries(client).next()).rejects.toThrow('relation "entry" does not exist');
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
