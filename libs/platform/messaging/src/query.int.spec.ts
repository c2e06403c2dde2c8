import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Rejection } from '@ferrule/kernel';
import { until, useNats } from '@ferrule/testing';
import { connectBus, type BusConnection } from './connection.ts';
import { QueryClient, QueryError } from './query-client.ts';
import { Answers, queryTransport } from './query-server.ts';

let gate: Promise<void> | undefined;
let asked = 0;

@Controller()
class Networks {
  @Answers('qry.ipam.network.get')
  async get({ id }: { id: string }): Promise<unknown> {
    asked += 1;
    await gate;
    if (id === 'none') {
      throw new Rejection('NETWORK_NOT_FOUND', `there is no network ${id}`, { field: 'id', id });
    }
    if (id === 'bug') throw new Error('password=hunter2');
    return { id, cidr: '10.0.0.0/24' };
  }
}

@Module({ controllers: [Networks] })
class Ipam {}

describe('a question', () => {
  const nats = useNats();
  let connection: BusConnection;
  let service: INestMicroservice;
  let client: QueryClient;

  beforeEach(async () => {
    gate = undefined;
    asked = 0;
    service = await NestFactory.createMicroservice(Ipam, {
      ...queryTransport({ servers: nats.url, name: 'ipam', queue: 'ipam' }),
      logger: false,
    });
    await service.listen();
    connection = await connectBus({ servers: nats.url, name: 'api' });
    client = new QueryClient(connection);
  });
  afterEach(async () => {
    await service.close();
    await connection.close();
  });

  const failure = (act: Promise<unknown>): Promise<unknown> =>
    act.then(
      () => undefined,
      (reason: unknown) => reason,
    );

  it('is answered', async () => {
    const answer = await client.ask('qry.ipam.network.get', { id: 'net-1' });
    expect(answer).toEqual({ id: 'net-1', cidr: '10.0.0.0/24' });
  });

  it('that is refused is refused here with the same code, sentence and detail', async () => {
    const rejection = await failure(client.ask('qry.ipam.network.get', { id: 'none' }));
    expect(rejection).toBeInstanceOf(Rejection);
    expect(rejection).toMatchObject({
      code: 'NETWORK_NOT_FOUND',
      message: 'there is no network none',
      detail: { field: 'id', id: 'none' },
    });
  });

  it('that breaks the other side learns nothing of its inside', async () => {
    const error = await failure(client.ask('qry.ipam.network.get', { id: 'bug' }));
    expect(error).toBeInstanceOf(QueryError);
    expect(error).toMatchObject({ code: 'QUERY_FAILED' });
    expect(inspect(error, { depth: null })).not.toContain('hunter2');
  });

  it('that nobody answers fails at once, and one that takes too long in time', async () => {
    expect(await failure(client.ask('qry.nobody', {}))).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    expect(await failure(client.ask('qry.ipam.network.get', { id: 'net-1' }, 200))).toMatchObject({
      code: 'QUERY_TIMEOUT',
      message: 'no answer to qry.ipam.network.get within 200 ms',
    });
    open();
  });

  it('under way is still answered when the service is shut down', async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const asking = client.ask('qry.ipam.network.get', { id: 'net-1' });
    await until(() => asked === 1);
    let closed = false;
    const closing = service.close().then(() => (closed = true));
    // It takes no more, and is not gone before it has given its last answer.
    await until(async () => {
      const error = await failure(client.ask('qry.ipam.network.get', { id: 'net-2' }, 100));
      return error instanceof QueryError && error.code === 'SERVICE_UNAVAILABLE';
    });
    for (let round = 0; round < 50; round += 1) await connection.busReady();
    expect(closed).toBe(false);
    open();
    expect(await asking).toMatchObject({ id: 'net-1' });
    await closing;
  });
});
