import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import type { Envelope } from '@ferrule/kernel';
import { until, useNats } from '@ferrule/testing';
import { connectBus, type BusConnection } from './connection.ts';
import { Consume } from './consume.ts';
import { DeadLetters } from './dead-letters.ts';
import { Publisher } from './publisher.ts';
import { QueryClient, QueryError } from './query-client.ts';
import { CMD_IPAM, envelope, IPAM, serve, type Service } from './spec-rig.ts';

const LIMIT = 2;
let queries: QueryClient;
let asked = 0;
const done = new Set<string>();

@Controller()
class NetworkConsumer {
  @Consume({ ...IPAM, maxDeliveries: LIMIT }, 'cmd.ipam.network.get')
  async handle({ id }: Envelope): Promise<void> {
    asked += 1;
    if (id === 'poison') throw new QueryError('QUERY_FAILED', 'the other has failed');
    await queries.ask('qry.other.answer', {}, 1_000);
    done.add(id);
  }
}

describe('another service that a handler asks and that is away', () => {
  const nats = useNats();
  let connection: BusConnection;
  let publisher: Publisher;
  let service: Service;

  beforeEach(async () => {
    asked = 0;
    done.clear();
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
    queries = new QueryClient(connection);
    publisher = new Publisher(connection);
    service = await serve(
      { connection, streams: [CMD_IPAM], retry: { baseMs: 10, capMs: 20 } },
      NetworkConsumer,
    );
  });
  afterEach(async () => {
    await service.close();
    await connection.close();
  });
  const buried = async () => (await new DeadLetters(connection).list()).letters.length;
  const answer = () =>
    connection.nats.subscribe('qry.other.answer', {
      callback: (_error, message) => {
        message.respond(JSON.stringify({ response: {}, isDisposed: true }));
      },
    });

  it('makes no dead letter of a message, however often it was asked in vain', async () => {
    await publisher.publish('cmd.ipam.network.get', envelope('a'));
    await until(() => asked > 2 * LIMIT, { timeout: 20_000 });
    expect(await buried()).toBe(0);
    answer();
    await until(() => done.has('a'));
    expect(await buried()).toBe(0);
  }, 40_000);

  it('does not hold a shutdown up, and the message comes again', async () => {
    await publisher.publish('cmd.ipam.network.get', envelope('b'));
    await until(() => asked > 0);
    await service.close();
    answer();
    service = await serve({ connection, streams: [CMD_IPAM] }, NetworkConsumer);
    await until(() => done.has('b'));
  }, 40_000);

  it('has failed, and is not away, when it answers that it could not', async () => {
    await publisher.publish('cmd.ipam.network.get', envelope('poison'));
    await until(async () => (await buried()) === 1, { timeout: 20_000 });
    expect(asked).toBe(LIMIT);
  }, 40_000);
});
