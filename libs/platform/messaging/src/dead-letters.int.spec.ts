import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import type { Envelope } from '@ferrule/kernel';
import { until, useNats } from '@ferrule/testing';
import { connectBus, type BusConnection } from './connection.ts';
import { Consume } from './consume.ts';
import { DeadLetters } from './dead-letters.ts';
import type { ConsumerDeclaration } from './declaration.ts';
import { Publisher } from './publisher.ts';
import { CMD_IPAM, envelope, IPAM, serve, type Service } from './spec-rig.ts';

let broken = true;
let received: Envelope[] = [];

const NETWORKS: ConsumerDeclaration = { ...IPAM, filter: 'cmd.ipam.network.*', maxDeliveries: 1 };
const VRFS: ConsumerDeclaration = {
  ...NETWORKS,
  durable: 'ipam-vrfs',
  filter: 'cmd.ipam.vrf.*',
};

@Controller()
class Handlers {
  @Consume(NETWORKS)
  network(message: Envelope): void {
    this.#take(message);
  }

  @Consume(VRFS)
  vrf(message: Envelope): void {
    this.#take(message);
  }

  #take(message: Envelope): void {
    if (broken) throw new Error(`out of order: ${message.id}\nand more`);
    received.push(message);
  }
}

describe('dead letters', () => {
  const nats = useNats();
  let connection: BusConnection;
  let service: Service;
  let letters: DeadLetters;

  beforeEach(async () => {
    broken = true;
    received = [];
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
    service = await serve({ connection, streams: [CMD_IPAM] }, Handlers);
    letters = new DeadLetters(connection);
    const publisher = new Publisher(connection);
    for (const n of [1, 2, 3]) await publisher.publish('cmd.ipam.network.get', envelope(`n-${n}`));
    await publisher.publish('cmd.ipam.vrf.get', envelope('v-1'));
    await until(async () => (await letters.list()).total === 4);
  });
  afterEach(async () => {
    await service.close();
    await connection.close();
  });

  const ids = async (consumer?: string): Promise<(string | undefined)[]> => {
    const page = await letters.list(consumer === undefined ? {} : { consumer });
    return page.letters.map(({ headers }) => headers['ce-id']?.[0]).sort();
  };

  it('are listed oldest first, by page and by consumer', async () => {
    const first = await letters.list({ consumer: 'ipam', limit: 2 });
    expect(first).toMatchObject({ total: 3 });
    expect(first.letters).toHaveLength(2);
    const second = await letters.list({ consumer: 'ipam', limit: 2, after: first.next ?? 0 });
    expect(second.letters).toHaveLength(1);
    expect(second.next).toBeUndefined();
    expect(await ids('ipam-vrfs')).toEqual(['v-1']);
    expect(await ids()).toEqual(['n-1', 'n-2', 'n-3', 'v-1']);
    expect(await letters.list({ consumer: 'nobody' })).toEqual({ letters: [], total: 0 });
  });

  it('are shown one by one, with a reason on one line or many', async () => {
    const [listed] = (await letters.list({ consumer: 'ipam-vrfs' })).letters;
    const shown = await letters.show(listed?.sequence ?? 0);
    expect(shown).toEqual(listed);
    expect(shown?.reason).toBe('out of order: v-1\nand more');
    expect(await letters.show(999)).toBeUndefined();
  });

  it('are replayed to where they came from, once, and then gone', async () => {
    broken = false;
    const [letter] = (await letters.list({ consumer: 'ipam-vrfs' })).letters;
    const sequence = letter?.sequence ?? 0;
    expect(await letters.replay(sequence)).toEqual({ sequence, subject: 'cmd.ipam.vrf.get' });
    // As it was sent: under the id by which an inbox knows it.
    await until(() => received.length === 1);
    expect(received).toEqual([envelope('v-1')]);
    expect(await ids()).toEqual(['n-1', 'n-2', 'n-3']);
    await expect(letters.replay(sequence)).rejects.toThrow(`there is no dead letter ${sequence}`);
  });

  it('are replayed all together, of one consumer alone', async () => {
    broken = false;
    expect(await letters.replayAll('ipam')).toHaveLength(3);
    await until(() => received.length === 3);
    expect(await ids()).toEqual(['v-1']);
  });

  it('come back when what they failed of is not repaired, and are not replayed in a circle', async () => {
    expect(await letters.replayAll('ipam')).toHaveLength(3);
    await until(async () => (await letters.list()).total === 4);
    expect(await letters.replayAll()).toHaveLength(4);
    await until(async () => (await letters.list()).total === 4);
    expect(await ids()).toEqual(['n-1', 'n-2', 'n-3', 'v-1']);
    broken = false;
    expect(await letters.replayAll()).toHaveLength(4);
    await until(() => received.length === 4);
  });

  it('stay when they cannot be replayed', async () => {
    await service.close();
    await (await connection.manager()).streams.delete('CMD_IPAM');
    const [letter] = (await letters.list()).letters;
    await expect(letters.replay(letter?.sequence ?? 0)).rejects.toThrow();
    expect((await letters.list()).total).toBe(4);
  });

  it('are purged one by one, by consumer, or all', async () => {
    const [letter] = (await letters.list({ consumer: 'ipam' })).letters;
    expect(await letters.purge({ sequence: letter?.sequence ?? 0 })).toBe(1);
    expect(await letters.purge({ consumer: 'ipam' })).toBe(2);
    expect(await ids()).toEqual(['v-1']);
    expect(await letters.purge({})).toBe(1);
    expect((await letters.list()).total).toBe(0);
  });
});

describe('a message too large to become a dead letter whole', () => {
  const nats = useNats({ config: 'max_payload: 4096' });

  it('is kept as far as it goes, and says how much is missing', async () => {
    const connection = await connectBus({ servers: nats.url, name: 'spec' });
    const service = await serve({ connection, streams: [CMD_IPAM] }, Handlers);
    const letters = new DeadLetters(connection);
    try {
      broken = true;
      const body = JSON.stringify('x'.repeat(3_500));
      await new Publisher(connection).publish('cmd.ipam.network.get', envelope('big', { body }));
      const [letter] = await until(async () => {
        const page = await letters.list();
        return page.letters.length > 0 && page.letters;
      });
      expect(letter?.bytesMissing).toBeGreaterThan(0);
      expect((letter?.body.length ?? 0) + (letter?.bytesMissing ?? 0)).toBe(body.length);
      await expect(letters.replay(letter?.sequence ?? 0)).rejects.toThrow('bytes of its body');
    } finally {
      await service.close();
      await connection.close();
    }
  });
});
