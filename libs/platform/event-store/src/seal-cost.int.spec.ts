import { useEventStore } from '@ferrule/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Seal } from './seal.ts';

const { ownerPool, pool: servicePool } = useEventStore();
let pool: pg.Pool;
beforeAll(() => {
  pool = servicePool();
});

const fill = async (from: number, count: number): Promise<void> => {
  const owner = ownerPool();
  await owner.query(
    `insert into event (stream, version, id, type, body, meta)
     select format('stream-%s', n / 10), n % 10 + 1, gen_random_uuid(), 'Happened', '{}', '{}'
     from generate_series($1::int, $1 + $2 - 1) n order by n`,
    [from, count],
  );
  await owner.query('analyze event');
};

describe('a round of sealing', () => {
  it('reads no more of a store with many sealed events than of an empty one', async () => {
    await fill(0, 20_000);
    const client = await pool.connect();
    /** What the tables gave to this connection, however it was found. */
    const rowsRead = async (): Promise<number> => {
      await client.query('select pg_stat_force_next_flush()');
      const { rows } = await client.query<{ read: number }>(
        `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as read
         from pg_stat_user_tables where relname in ('event', 'sealed')`,
      );
      return rows[0]?.read ?? NaN;
    };
    try {
      const seal = await Seal.resume(client);
      while ((await seal.round(500)).length === 500);
      await fill(20_000, 500);
      const before = await rowsRead();
      expect(await seal.round(100)).toHaveLength(100);
      expect((await rowsRead()) - before).toBeLessThan(100 * 5);
    } finally {
      client.release();
    }
  });
});
