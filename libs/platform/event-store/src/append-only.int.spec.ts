import { beforeAll, describe, expect, it } from '@jest/globals';
import { PgEventStore } from '@ferrule/event-store';
import { useEventStore } from '@ferrule/testing';
import type pg from 'pg';

const inUse = useEventStore();
let pools: Record<'the service' | 'the owner' | 'a superuser', pg.Pool>;

beforeAll(async () => {
  pools = {
    'the service': inUse.pool(),
    'the owner': inUse.ownerPool(),
    'a superuser': inUse.superuserPool(),
  };
  const meta = { correlationId: 'job-1', actor: 'ada', tenant: 'acme' };
  await new PgEventStore(pools['the service']).append({
    stream: 'kept',
    expected: 'none',
    events: [{ type: 'Happened', data: {} }],
    meta,
  });
  await pools['the service'].query(
    `insert into sealed (seq, pos, hash) select 1, pos, sha256('x') from event`,
  );
});

describe.each(['the service', 'the owner', 'a superuser'] as const)(
  'what is recorded, by %s',
  (who) => {
    it.each([
      `update event set body = '{}'`,
      'delete from event',
      'truncate event',
      `update sealed set hash = sha256('y')`,
      'delete from sealed',
      'truncate sealed',
      'truncate event, sealed, command, inbox',
    ])('is not changed by: %s', async (statement) => {
      await expect(pools[who].query(statement)).rejects.toMatchObject({ code: '42501' });
    });

    it('can be read', async () => {
      const { rows } = await pools[who].query(
        'select seq, body from sealed join event using (pos)',
      );
      expect(rows).toEqual([{ seq: '1', body: '{}' }]);
    });
  },
);

describe('what is recorded', () => {
  it.each(['update event set meta = meta', 'delete from sealed', 'truncate event'])(
    'is not changed under session_replication_role = replica by: %s',
    async (statement) => {
      const client = await pools['a superuser'].connect();
      try {
        await client.query('set session_replication_role = replica');
        await expect(client.query(statement)).rejects.toThrow('append-only');
      } finally {
        client.release(true);
      }
    },
  );

  it.each(['drop table event', 'alter table event disable trigger all', 'create table mine ()'])(
    'is not weakened by the service: %s',
    async (statement) => {
      await expect(pools['the service'].query(statement)).rejects.toMatchObject({ code: '42501' });
    },
  );
});
