import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import type { Envelope } from '@ferrule/kernel';
import { until, useNats } from '@ferrule/testing';
import { connectBus, type BusConnection } from './connection.ts';
import { Consume } from './consume.ts';
import { DeadLetters } from './dead-letters.ts';
import { Publisher } from './publisher.ts';
import { CMD_IPAM, envelope, IPAM, serve, type Service } from './spec-rig.ts';

const LIMIT = 3;
let database: 'up' | 'down';
const done = new Set<string>();
let deliveries = 0;

@Controller()
class NetworkConsumer {
  @Consume({ ...IPAM, maxDeliveries: LIMIT, unrouted: 'ignore' }, 'cmd.ipam.network.get')
  handle({ id }: Envelope): Promise<void> {
    deliveries += 1;
    if (database === 'down') return Promise.reject(new Error('connect ECONNREFUSED'));
    if (id === 'poison') return Promise.reject(new Error('cannot be handled'));
    done.add(id);
    return Promise.resolve();
  }
}

describe('an outage of what every handler needs', () => {
  const nats = useNats();
  let connection: BusConnection;
  let publisher: Publisher;
  let service: Service;

  beforeEach(async () => {
    [database, deliveries] = ['up', 0];
    done.clear();
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
    publisher = new Publisher(connection);
    service = await start();
  });
  const start = () =>
    serve(
      {
        connection,
        streams: [CMD_IPAM],
        retry: { baseMs: 10, capMs: 20 },
        dependencies: () => (database === 'up' ? Promise.resolve() : Promise.reject(new Error())),
      },
      NetworkConsumer,
    );
  afterEach(async () => {
    await service.close();
    await connection.close();
  });
  const send = (id: string, subject = 'cmd.ipam.network.get') =>
    publisher.publish(subject, envelope(id));
  const buried = async () => (await new DeadLetters(connection).list()).letters.length;

  it('makes no dead letter of any message, however long it lasts', async () => {
    database = 'down';
    const ids = Array.from({ length: 20 }, (_, n) => `m-${n}`);
    for (const id of ids) await send(id);
    await until(() => deliveries > 0);
    const looked = performance.now();
    // Long enough for every delivery to be used up many times over.
    await until(() => performance.now() - looked > 2_000);
    expect(deliveries).toBeLessThanOrEqual(ids.length);
    expect(await buried()).toBe(0);
    database = 'up';
    await until(() => done.size === ids.length);
    expect(await buried()).toBe(0);
  });

  it('does not hold a shutdown up, and the messages come again', async () => {
    database = 'down';
    await send('a');
    await until(() => deliveries === 1);
    await service.close();
    database = 'up';
    service = await start();
    await until(() => done.has('a'));
  });

  it('is not what a message that fails by itself is taken for', async () => {
    await send('poison');
    await send('good');
    await until(async () => (await buried()) === 1);
    expect([...done]).toEqual(['good']);
  });

  it('has nothing to do with a message that nobody handles: it is ignored where that was asked for', async () => {
    await send('unknown', 'cmd.ipam.network.forget');
    await send('known');
    await until(() => done.has('known'));
    await until(async () => {
      const manager = await connection.manager();
      return (await manager.streams.info('CMD_IPAM')).state.messages === 0;
    });
    expect(await buried()).toBe(0);
  });
});
