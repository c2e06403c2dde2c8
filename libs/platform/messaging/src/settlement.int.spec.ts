import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { headers } from '@nats-io/transport-node';
import { Rejection, type Envelope } from '@ferrule/kernel';
import { until, useNats } from '@ferrule/testing';
import { connectBus, type BusConnection } from './connection.ts';
import { Consume } from './consume.ts';
import { DeadLetters } from './dead-letters.ts';
import type { JetStreamContext } from './jetstream-context.ts';
import type { JetStreamServerOptions } from './jetstream-server.ts';
import { Publisher } from './publisher.ts';
import { CMD_IPAM, envelope, IPAM, serve, type Service } from './spec-rig.ts';

type Behaviour = (envelope: Envelope, context: JetStreamContext) => Promise<unknown>;
const deliveries: { id: string; count: number; at: number }[] = [];
let behave: Behaviour;

@Controller()
class NetworkConsumer {
  @Consume(IPAM, 'cmd.ipam.network.>')
  async handle(received: Envelope, context: JetStreamContext): Promise<void> {
    deliveries.push({ id: received.id, count: context.deliveryCount, at: performance.now() });
    await behave(received, context);
  }
}

describe('a message for a handler', () => {
  const nats = useNats();
  let connection: BusConnection;
  let publisher: Publisher;
  let deadLetters: DeadLetters;
  let service: Service | undefined;

  beforeEach(async () => {
    deliveries.length = 0;
    behave = () => Promise.resolve();
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
    publisher = new Publisher(connection);
    deadLetters = new DeadLetters(connection);
  });
  afterEach(async () => {
    await service?.close();
    service = undefined;
    await connection.close();
  });

  const start = async (options: Partial<JetStreamServerOptions> = {}): Promise<void> => {
    service = await serve({ connection, streams: [CMD_IPAM], ...options }, NetworkConsumer);
  };
  const waiting = async (): Promise<number> => {
    const manager = await connection.manager();
    return (await manager.streams.info('CMD_IPAM')).state.messages;
  };
  const send = (id: string, overrides: Partial<Envelope> = {}, subject = 'cmd.ipam.network.get') =>
    publisher.publish(subject, envelope(id, overrides));

  it('arrives whole, with what the broker knows of it', async () => {
    let seen: unknown;
    behave = (received, context) => {
      const { subject, deliveryCount, streamSequence, consumer, stream } = context;
      seen = { received, subject, deliveryCount, streamSequence, consumer, stream };
      return Promise.resolve();
    };
    await start();
    await send('a');
    await until(() => seen);
    expect(seen).toEqual({
      received: envelope('a'),
      subject: 'cmd.ipam.network.get',
      deliveryCount: 1,
      streamSequence: 1,
      consumer: 'ipam',
      stream: 'CMD_IPAM',
    });
    await until(async () => (await waiting()) === 0);
  });

  it('is never acknowledged when the handler throws, and comes again until it does not', async () => {
    behave = async (_, { deliveryCount }) => {
      if (deliveryCount < 4) throw new Error('the database is away');
      // A throw that had been taken for an answer would have removed the message by now.
      expect(await waiting()).toBe(1);
    };
    await start();
    await send('a');
    await until(async () => (await waiting()) === 0);
    expect(deliveries.map(({ count }) => count)).toEqual([1, 2, 3, 4]);
    expect((await deadLetters.list()).total).toBe(0);
  });

  it('comes again after a pause that grows', async () => {
    behave = (_, { deliveryCount }) =>
      deliveryCount < 3 ? Promise.reject(new Error('no')) : Promise.resolve();
    await start({ retry: { baseMs: 200, capMs: 10_000 } });
    await send('a');
    await until(() => deliveries.length === 3);
    const [first, second, third] = deliveries.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(95);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(195);
  });

  it('is a dead letter with the reason after its last delivery failed', async () => {
    behave = () => Promise.reject(new TypeError('size is not a function'));
    await start();
    await send('a', { meta: { correlationId: 'j', actor: 'Ann Ü', tenant: 'acme' } });
    const [letter] = await until(async () => {
      const { letters } = await deadLetters.list();
      return letters.length === 1 && (await waiting()) === 0 && letters;
    });
    expect(deliveries.map(({ count }) => count)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(letter).toMatchObject({
      consumer: 'ipam',
      stream: 'CMD_IPAM',
      streamSequence: 1,
      subject: 'cmd.ipam.network.get',
      deliveries: 6,
      reason: 'size is not a function',
      error: { name: 'TypeError', message: 'size is not a function' },
      headers: { 'ce-id': ['a'], 'ce-actor': ['Ann%20%C3%9C'], 'nats-msg-id': ['a'] },
      body: '{"size":"/24"}',
      bytesMissing: 0,
    });
    expect(Date.parse(letter?.at ?? '')).toBeGreaterThan(Date.now() - 20_000);
  });

  it('is delivered once although its handler outlasts ack_wait', async () => {
    behave = async () => {
      const started = performance.now();
      await until(() => performance.now() - started > 3_500);
    };
    await start();
    await send('a');
    await until(async () => deliveries.length > 0 && (await waiting()) === 0);
    expect(deliveries.map(({ count }) => count)).toEqual([1]);
    const info = await (await connection.manager()).consumers.info('CMD_IPAM', 'ipam');
    expect(info.delivered.consumer_seq).toBe(1);
  });

  it('fails when its handler never ends', async () => {
    behave = (_, { deliveryCount }) =>
      deliveryCount === 1 ? new Promise(() => undefined) : Promise.resolve();
    await start({ handlerDeadlineMs: 300 });
    await send('a');
    await until(async () => deliveries.length > 1 && (await waiting()) === 0);
    expect(deliveries.map(({ count }) => count)).toEqual([1, 2]);
  });

  it('that should never have been sent is answered once, and settled only then', async () => {
    const answered: { code: string; id: string; waiting: number }[] = [];
    behave = () => Promise.reject(new Rejection('SIZE_INVALID', 'no such size'));
    await start({
      onRejection: async ({ code }, context) => {
        answered.push({ code, id: context.envelope.id, waiting: await waiting() });
        if (answered.length === 1) throw new Error('the answer could not be published');
      },
    });
    await send('a');
    await until(async () => answered.length > 0 && (await waiting()) === 0);
    const answer = { code: 'SIZE_INVALID', id: 'a', waiting: 1 };
    expect(answered).toEqual([answer, answer]);
    expect((await deadLetters.list()).total).toBe(0);
  });

  it('that is rejected where nobody answers is a dead letter at once', async () => {
    behave = () => Promise.reject(new Rejection('SIZE_INVALID', 'no such size'));
    await start();
    await send('a');
    const { letters } = await until(async () => {
      const page = await deadLetters.list();
      return page.letters.length === 1 && page;
    });
    expect(letters[0]).toMatchObject({ deliveries: 1, error: { code: 'SIZE_INVALID' } });
  });

  it('for which there is no handler is a dead letter, not dropped', async () => {
    await start();
    await send('a', {}, 'cmd.ipam.vrf.make');
    const { letters } = await until(async () => {
      const page = await deadLetters.list({ consumer: 'ipam' });
      return page.letters.length === 1 && page;
    });
    expect(letters[0]?.reason).toBe('no handler for cmd.ipam.vrf.make');
    await until(async () => (await waiting()) === 0);
  });

  it('that cannot be read is a dead letter, and holds nobody up', async () => {
    await start();
    const poison = headers();
    poison.set('ce-specversion', '1.0');
    poison.set('Nats-Msg-Id', 'poison-1');
    await connection.jetstream.publish('cmd.ipam.network.get', Uint8Array.of(0xff), {
      headers: poison,
    });
    await send('after');
    await until(() => deliveries.some(({ id }) => id === 'after'));
    const { letters } = await until(async () => {
      const page = await deadLetters.list();
      return page.letters.length === 1 && page;
    });
    expect(letters[0]).toMatchObject({
      reason: 'body must be UTF-8',
      error: { code: 'MESSAGE_MALFORMED' },
    });
  });

  it('that cannot be read may be answered by the service instead', async () => {
    const seen: unknown[] = [];
    await start({
      onMalformed: (message, { code, detail }) => {
        seen.push([message.subject, new TextDecoder().decode(message.data), code, detail.field]);
        return Promise.resolve(true);
      },
    });
    await connection.jetstream.publish('cmd.ipam.network.get', 'what?');
    await until(async () => seen.length > 0 && (await waiting()) === 0);
    expect(seen).toEqual([
      ['cmd.ipam.network.get', 'what?', 'MESSAGE_MALFORMED', 'ce-specversion'],
    ]);
    expect((await deadLetters.list()).total).toBe(0);
  });

  it('of a publisher from outside is completed with what its subject proves', async () => {
    let tenant: unknown;
    behave = (received) => {
      ({ tenant } = received.meta);
      return Promise.resolve();
    };
    await start({
      missingMeta: (subject) => ({
        correlationId: 'j',
        actor: 'publisher:billing',
        tenant: `tenant of ${subject.split('.').at(-1) ?? ''}`,
      }),
    });
    const head = headers();
    head.set('ce-specversion', '1.0');
    head.set('ce-id', 'x-1');
    head.set('ce-type', 'ferrule.ProvisionNetwork.v1');
    head.set('ce-source', '/billing');
    await connection.jetstream.publish('cmd.ipam.network.billing', '{}', { headers: head });
    expect(await until(() => tenant)).toBe('tenant of billing');
  });

  it('waits when it cannot even become a dead letter', async () => {
    const tiny = {
      name: 'DLQ',
      subjects: ['dlq.>'],
      retention: 'limits',
      maxMessageBytes: 10,
    } as const;
    behave = () => Promise.reject(new Error('no'));
    await start({ deadLetters: tiny });
    await send('a');
    await until(() => deliveries.length >= 6);
    // Deliveries beyond the last no longer reach the handler, and the message is still there.
    const manager = await connection.manager();
    await until(
      async () => (await manager.consumers.info('CMD_IPAM', 'ipam')).delivered.consumer_seq > 8,
    );
    expect(deliveries).toHaveLength(6);
    expect(await waiting()).toBe(1);
  });

  it('shares the handler with many others at once', async () => {
    let running = 0;
    let most = 0;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    behave = async () => {
      running += 1;
      most = Math.max(most, running);
      await gate;
      running -= 1;
    };
    await start();
    for (let n = 0; n < 300; n += 1) await send(`m-${n}`);
    await until(() => running === 256);
    open();
    await until(async () => (await waiting()) === 0);
    expect(deliveries).toHaveLength(300);
    expect(most).toBe(256);
  });
});
