import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Bus, PgEventStore, Sealer } from '@ferrule/event-store';
import { freePort, until, useEventStore } from '@ferrule/testing';
import { EXIT } from '../failure.ts';
import { ferrule } from '../spec-rig.ts';
import { verifyService } from './event-store-chain.ts';

const inUse = useEventStore();
const away: Bus = {
  publish: () => Promise.reject(new Error('away')),
  inspect: () => Promise.reject(new Error('away')),
};
const url = (): string => inUse.database.urlFor({ name: 'store', password: 'store' });
const quiet = (): undefined => undefined;

beforeAll(async () => {
  const pool = inUse.pool();
  const store = new PgEventStore(pool);
  const meta = { correlationId: 'job-1', actor: 'ann', tenant: 'acme' };
  for (const n of [1, 2, 3])
    await store.append({
      stream: 's',
      expected: 'any',
      events: [{ type: 'Happened', data: { n } }],
      meta,
    });
  const sealer = new Sealer(pool, store, away, {
    source: 'store',
    subjects: 'evt.store.>',
    subjectOf: (type) => type,
  });
  sealer.start();
  await until(async () => (await store.readSealed(2)).length === 1);
  await sealer.stop();
});

describe('verify', () => {
  it('walks the whole chain under the role of the service', async () => {
    const counted: number[] = [];
    const verdict = await verifyService(url(), 'store', (events) => counted.push(events));
    expect(verdict).toMatchObject({ ok: true, events: 3 });
    expect(counted.at(-1)).toBe(3);
  });

  it('names the first event that does not fit', async () => {
    const superuser = inUse.superuserPool();
    await superuser.query(
      `alter table event disable trigger event_unchanged;
       update event set body = '{"n":7}' where body = '{"n":2}';
       alter table event enable always trigger event_unchanged`,
    );
    const { rows } = await superuser.query<{ id: string }>(
      `select id from event where body = '{"n":7}'`,
    );
    expect(await verifyService(url(), 'store', quiet)).toMatchObject({
      ok: false,
      seq: 2,
      id: rows[0]?.id,
      events: 1,
    });
  });

  it('is not ended by the limit on transactions that the role of a service has', async () => {
    const superuser = inUse.superuserPool();
    await superuser.query(
      `alter role store in database "${inUse.database.name}" set transaction_timeout = '1ms'`,
    );
    const limited = inUse.pool();
    await expect(limited.query('begin; select pg_sleep(0.1)')).rejects.toThrow(
      /transaction timeout/u,
    );
    await expect(verifyService(url(), 'store', quiet)).resolves.toMatchObject({ events: 1 });
  });

  it.each([
    [
      'the role may not sign in',
      () => url().replace('store:store', 'store:wrong'),
      'store',
      EXIT.refused,
    ],
    ['the schema is not there', url, 'elsewhere', EXIT.refused],
    [
      'the database does not answer',
      async () => `postgres://store:store@127.0.0.1:${await freePort()}/x`,
      'store',
      EXIT.unreachable,
    ],
  ])('says in a sentence when %s', async (_, urlOf, schema, exitCode) => {
    await expect(verifyService(await urlOf(), schema, quiet)).rejects.toMatchObject({
      name: 'Failure',
      exitCode,
    });
  });

  it('knows only services that have an event store', async () => {
    const { code, err } = await ferrule(['verify', '--service', 'api', '--data', 'nowhere']);
    expect([code, err]).toEqual([
      2,
      'ferrule: --service must be one of ipam, provisioning, inventory, audit, not api.',
    ]);
    expect(await ferrule(['verify', '--data', 'nowhere'])).toMatchObject({ code: 3 });
    expect(await ferrule(['verify', '--database', 'x'])).toMatchObject({ code: 2 });
  });
});
