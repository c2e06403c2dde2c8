import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { MsgHdrsImpl } from '@nats-io/transport-node';
import type { Envelope } from '@ferrule/kernel';
import { leakGuard, startNatsServer, until, type NatsServer } from '@ferrule/testing';
import { connectBus, type BusConnection, type BusStatus } from './connection.ts';
import { Consume } from './consume.ts';
import { EVENTS, type ConsumerDeclaration } from './declaration.ts';
import { encodeEnvelope } from './envelope-codec.ts';
import { JetStreamBus } from './jetstream-bus.ts';
import { Publisher } from './publisher.ts';
import { CMD_IPAM, envelope, IPAM, serve, type Service } from './spec-rig.ts';

const AUDIT: ConsumerDeclaration = {
  stream: 'EVENTS',
  durable: 'audit',
  filter: 'evt.>',
  ackWaitMs: 1_000,
};

let received: string[] = [];
let behave: (envelope: Envelope) => Promise<void>;

@Controller()
class NetworkConsumer {
  @Consume(IPAM)
  async handle(message: Envelope): Promise<void> {
    received.push(message.id);
    await behave(message);
  }

  @Consume(AUDIT)
  async record(message: Envelope): Promise<void> {
    received.push(message.id);
    await behave(message);
  }
}

describe('a service whose broker', () => {
  leakGuard();
  let broker: NatsServer;
  let connection: BusConnection;
  let service: Service;
  let statuses: BusStatus['type'][];

  beforeEach(async () => {
    received = [];
    statuses = [];
    behave = () => Promise.resolve();
    const storeDir = await mkdtemp(join(tmpdir(), 'ferrule-messaging-'));
    broker = await startNatsServer({ storeDir, ephemeral: true });
    connection = await connectBus({
      servers: broker.url,
      name: 'spec',
      onStatus: ({ type }) => statuses.push(type),
    });
    service = await serve({ connection, streams: [CMD_IPAM, EVENTS] }, NetworkConsumer);
  }, 30_000);
  afterEach(async () => {
    await service.close();
    await connection.close();
    await broker.stop();
  });

  const messages = async (stream: string): Promise<number> =>
    (await (await connection.manager()).streams.info(stream)).state.messages;
  const publish = (id: string) =>
    new Publisher(connection).publish('cmd.ipam.network.get', envelope(id));

  it('delivers one message five times, killed in between, has it take effect once', async () => {
    const inbox = new Map<string, number>();
    behave = ({ id }) => {
      inbox.set(id, inbox.get(id) ?? 1);
      return Promise.resolve();
    };
    const again = async (copy: number) => {
      // What the duplicate window would catch is not what the inbox is for.
      const headers = MsgHdrsImpl.fromRecord({
        ...Object.fromEntries([...encodeEnvelope(envelope('same'))].map(([k, v]) => [k, v])),
        'Nats-Msg-Id': [`same-${copy}`],
      });
      await connection.jetstream.publish('cmd.ipam.network.get', envelope('same').body, {
        headers,
      });
    };
    for (const copy of [1, 2, 3]) await again(copy);
    await until(() => received.length === 3);
    await broker.kill();
    await broker.restart();
    await until(() => connection.connected);
    for (const copy of [4, 5]) await again(copy);
    await until(async () => received.length >= 5 && (await messages('CMD_IPAM')) === 0);
    expect(new Set(received)).toEqual(new Set(['same']));
    expect([...inbox]).toEqual([['same', 1]]);
  }, 30_000);

  it('is killed while a handler runs gets the acknowledgement when it is back', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    behave = () => gate;
    await publish('held');
    await until(() => received.length === 1);
    await broker.kill();
    await until(() => statuses.includes('disconnected'));
    expect(() => service.server.consumersReady()).toThrow('not consuming: ipam, audit');
    const died = performance.now();
    await until(() => performance.now() - died > 1.5 * (IPAM.ackWaitMs ?? 0));
    await broker.restart();
    await until(() => statuses.includes('reconnected'));
    release();
    await until(async () => (await messages('CMD_IPAM')) === 0);
    expect(received).toEqual(['held']);
    expect(() => service.server.consumersReady()).not.toThrow();
  }, 30_000);

  it('loses its store gets its streams and consumers back, and work goes on', async () => {
    await publish('before');
    await until(() => received.includes('before'));
    await broker.wipeStore();
    await until(() => connection.connected);
    await until(() => publish('after'), { timeout: 15_000 });
    await until(() => received.includes('after'));
    const manager = await connection.manager();
    await until(async () => (await manager.consumers.info('EVENTS', 'audit')).num_waiting > 0);
    expect((await manager.streams.info('EVENTS')).config.subjects).toEqual(['evt.>']);
  }, 30_000);

  it('loses one consumer gets it back', async () => {
    const manager = await connection.manager();
    await manager.consumers.delete('CMD_IPAM', 'ipam');
    await publish('after');
    await until(() => received.includes('after'));
    const { config } = await manager.consumers.info('CMD_IPAM', 'ipam');
    expect(config.filter_subject).toBe('cmd.ipam.>');
  });

  it('loses one stream gets it back, and the relay sees that it is another one', async () => {
    const bus = new JetStreamBus(connection, { streams: [EVENTS] });
    const event = (n: number) => ({
      to: 'evt.ipam.network.allocated.v1',
      envelope: envelope(`e-${n}`, { sequence: n, source: 'ipam' }),
    });
    await bus.publish([event(1), event(2)]);
    await until(() => received.includes('e-2'));
    const before = await bus.inspect('evt.ipam.>');
    await (await connection.manager()).streams.delete('EVENTS');
    const after = await bus.inspect('evt.ipam.>');
    expect(after.created).not.toBe(before.created);
    expect(after).toMatchObject({ lastSequence: 0, newest: null });
    await until(async () => (await bus.publish([event(3)])).acknowledged === 1);
    await until(() => received.includes('e-3'));
    bus.close();
  }, 30_000);
});
