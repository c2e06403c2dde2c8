import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Bus, PgEventStore, Sealer } from '@ferrule/event-store';
import { type BusConnection, connectBus, QueryClient, queryTransport } from '@ferrule/messaging';
import { until, useEventStore, useNats } from '@ferrule/testing';
import { askEventsFrom, eventsController, eventsQuery } from './events-from.ts';

const inUse = useEventStore();
const nats = useNats();
const away: Bus = {
  publish: () => Promise.reject(new Error('away')),
  inspect: () => Promise.reject(new Error('away')),
};
const meta = { correlationId: 'job-1', actor: 'ann', tenant: 'acme', ticket: 'CHG-1' };

let service: INestMicroservice;
let connection: BusConnection;
let queries: QueryClient;

beforeEach(async () => {
  @Module({ controllers: [eventsController('store', inUse.pool())] })
  class Store {}
  service = await NestFactory.createMicroservice(Store, {
    ...queryTransport({ servers: nats.url, name: 'store', queue: 'store' }),
    logger: false,
  });
  await service.listen();
  connection = await connectBus({ servers: nats.url, name: 'reader' });
  queries = new QueryClient(connection);
});
afterEach(async () => {
  await service.close();
  await connection.close();
});

const record = async (bodies: readonly object[]): Promise<void> => {
  const pool = inUse.pool();
  const store = new PgEventStore(pool);
  for (const data of bodies)
    await store.append({
      stream: 's',
      expected: 'any',
      events: [{ type: 'Happened', data }],
      meta,
    });
  const sealer = new Sealer(pool, store, away, {
    source: 'store',
    subjects: 'evt.store.>',
    subjectOf: (type) => type,
  });
  sealer.start();
  const { rows } = await pool.query<{ n: string }>('select count(*) as n from event');
  await until(async () => {
    const sealed = await pool.query<{ n: string }>('select count(*) as n from sealed');
    return sealed.rows[0]?.n === rows[0]?.n;
  });
  await sealer.stop();
};

describe('the events of a service, asked for', () => {
  it('come as they went to the bus, in their order, and as many as fit a message', async () => {
    // Text full of quotes grows when it is put into text: the largest has to fit all the same.
    const large = { text: '"\\'.repeat(120_000) };
    await record([{ n: 1 }, { n: 2 }, large, large, { name: 'Zoë' }]);
    const first = await askEventsFrom(queries, 'store', 0);
    expect(first.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(first[0]).toMatchObject({
      source: 'store',
      subject: 's',
      type: 'Happened',
      schemaVersion: 1,
      body: '{"n":1}',
      meta,
    });
    const second = await askEventsFrom(queries, 'store', 2);
    expect(second.map(({ sequence }) => sequence)).toEqual([3]);
    expect(JSON.parse(second[0]?.body ?? '')).toEqual(large);
    const last = await askEventsFrom(queries, 'store', 4, 10);
    expect(last.map(({ body }) => body)).toEqual(['{"name":"Zoë"}']);
    expect(await askEventsFrom(queries, 'store', 5)).toEqual([]);
  });

  it.each([[{ after: -1, limit: 1 }], [{ after: 0, limit: 0 }], [{ after: '0; drop', limit: 1 }]])(
    'are refused to the question %j',
    async (question) => {
      await expect(queries.ask(eventsQuery('store'), question)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    },
  );
});
