import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until, useNats } from '@ferrule/testing';
import { BucketMirror } from './bucket-mirror.ts';
import { BucketWriter } from './bucket-writer.ts';
import { bucketReaderRights, consumerRights, streamRights } from './bus-rights.ts';
import { type BusConnection, connectBus } from './connection.ts';
import { DLQ, EVENTS } from './declaration.ts';
import { JetStreamBus } from './jetstream-bus.ts';
import { Publisher } from './publisher.ts';
import { CMD_IPAM, envelope, IPAM, serve } from './spec-rig.ts';
import { Consume } from './consume.ts';
import { Controller } from '@nestjs/common';

const user = (name: string, publish: readonly string[], subscribe: readonly string[] = []) =>
  `{ user: "${name}", password: "secret", permissions: { publish: { allow: ${JSON.stringify(publish)} }, subscribe: { allow: ${JSON.stringify([`_INBOX_${name}.>`, ...subscribe])} } } }`;

const nats = useNats({
  config: [
    'authorization { users = [',
    user('inventory', ['$JS.API.>', '$JS.ACK.>', '$KV.>']),
    user('gateway', bucketReaderRights('inventory_DC1').publish),
    user('ipam', [
      'evt.ipam.>',
      'cmd.ipam.>',
      'dlq.>',
      ...streamRights(CMD_IPAM.name, EVENTS.name, DLQ.name).publish,
      ...consumerRights(IPAM.stream, IPAM.durable).publish,
    ]),
    '] }',
  ].join('\n'),
});

const open: BusConnection[] = [];
const as = async (name: string): Promise<BusConnection> => {
  const connection = await connectBus({
    servers: nats.url,
    name,
    user: name,
    password: 'secret',
    inboxPrefix: `_INBOX_${name}`,
  });
  open.push(connection);
  return connection;
};

const settle = async (bucket: string, value: string) =>
  new BucketWriter(await as('inventory'), { name: bucket }).settle('a', async () => value);

beforeEach(async () => {
  await settle('inventory_DC1', 'of DC1');
  await settle('inventory_DC2', 'of DC2');
});
afterEach(() => Promise.all(open.splice(0).map((connection) => connection.close())));

const read: string[] = [];

@Controller()
class Networks {
  @Consume(IPAM)
  handle({ id }: { id: string }): Promise<void> {
    read.push(id);
    return Promise.resolve();
  }
}

describe('who reads the bucket of a datacenter', () => {
  it('follows it, may not write it, and sees no other', async () => {
    const connection = await as('gateway');
    const own = new BucketMirror(connection, { bucket: 'inventory_DC1', lookEveryMs: 50 });
    const refused: string[] = [];
    const other = new BucketMirror(connection, {
      bucket: 'inventory_DC2',
      warn: (sentence) => refused.push(sentence),
    });
    own.start();
    other.start();
    try {
      await own.filled();
      expect(own.values.get('a')).toBe('of DC1');
      await settle('inventory_DC1', 'changed');
      await until(() => own.values.get('a') === 'changed');
      await until(() => refused.length > 0);
      expect(refused[0]).toMatch(/permissions violation/i);
      expect(other.values.size).toBe(0);
      await expect(
        connection.jetstream.publish('$KV.inventory_DC1.a', 'forged', { timeout: 300 }),
      ).rejects.toThrow();
      expect(own.values.get('a')).toBe('changed');
    } finally {
      await Promise.all([own.stop(), other.stop()]);
    }
  });
});

describe('a service with the rights to its own streams', () => {
  it('makes them, publishes, consumes, and is the event store’s bus', async () => {
    const connection = await as('ipam');
    const service = await serve({ connection, streams: [CMD_IPAM, EVENTS] }, Networks);
    await new Publisher(connection).publish('cmd.ipam.network.allocate', envelope('m-1'));
    await until(() => read.includes('m-1'));
    const bus = new JetStreamBus(connection, { streams: [EVENTS] });
    await bus.inspect('evt.ipam.>');
    const sent = { to: 'evt.ipam.network.allocated.v1', envelope: envelope('e-1') };
    expect(await bus.publish([sent])).toMatchObject({ acknowledged: 1 });
    bus.close();
    await service.close();
  });

  it.each(['STREAM.INFO', 'STREAM.MSG.GET', 'CONSUMER.CREATE', 'STREAM.DELETE', 'STREAM.SNAPSHOT'])(
    'can not read a bucket by %s',
    async (api) => {
      const connection = await as('ipam');
      await expect(
        connection.nats.request(`$JS.API.${api}.KV_inventory_DC1`, '{"last_by_subj":"$KV.>"}', {
          timeout: 300,
        }),
      ).rejects.toThrow(/permissions violation/i);
    },
  );

  it('can not make another’s stream', async () => {
    const connection = await as('ipam');
    await expect(
      (await connection.manager()).streams.add({ name: 'COPY', subjects: ['copy.>'] }),
    ).rejects.toThrow(/permissions violation/i);
  });
});
