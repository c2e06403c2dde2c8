import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream';
import type { Envelope } from '@ferrule/kernel';
import { until, useNats } from '@ferrule/testing';
import { connectBus, type BusConnection } from './connection.ts';
import { Consume } from './consume.ts';
import { EVENTS, type ConsumerDeclaration } from './declaration.ts';
import type { JetStreamContext } from './jetstream-context.ts';
import { Publisher } from './publisher.ts';
import { CMD_IPAM, envelope, IPAM, serve, type Service } from './spec-rig.ts';

let received: [string, number][] = [];
let behave: () => Promise<void>;

const NETWORKS: ConsumerDeclaration = { ...IPAM, filter: 'cmd.ipam.network.*', maxInFlight: 4 };

const ROUTER: ConsumerDeclaration = {
  stream: 'CMD_IPAM',
  durable: 'router-1',
  group: 'routers',
  filter: 'cmd.ipam.router.one.*',
};

@Controller()
class Handlers {
  @Consume(NETWORKS, 'cmd.ipam.network.*')
  async handle(message: Envelope, { deliveryCount }: JetStreamContext): Promise<void> {
    received.push([message.id, deliveryCount]);
    await behave();
  }

  @Consume('routers', 'cmd.ipam.router.*.apply')
  apply(message: Envelope, { consumer }: JetStreamContext): void {
    received.push([`${consumer} ${message.id}`, 1]);
  }
}

@Controller()
class PatientHandlers {
  @Consume({ ...IPAM, filter: 'cmd.ipam.patient.*', durable: 'patient', ackWaitMs: 30_000 })
  async handle(message: Envelope, { deliveryCount }: JetStreamContext): Promise<void> {
    received.push([message.id, deliveryCount]);
    await behave();
  }
}

@Controller()
class EventReader {
  @Consume({ stream: 'EVENTS', durable: 'audit' })
  record(message: Envelope, { deliveryCount }: JetStreamContext): void {
    received.push([message.id, deliveryCount]);
  }
}

const gate = () => {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), passed };
};

describe('a consumer', () => {
  const nats = useNats();
  let connection: BusConnection;
  let service: Service;

  const waiting = async (): Promise<number> =>
    (await (await connection.manager()).streams.info('CMD_IPAM')).state.messages;
  const send = (id: string, subject = 'cmd.ipam.network.get') =>
    new Publisher(connection).publish(subject, envelope(id));

  beforeEach(async () => {
    received = [];
    behave = () => Promise.resolve();
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
  });
  afterEach(async () => {
    await service.close();
    await connection.close();
  });

  describe('that is shut down', () => {
    it('waits for its handlers, gives back what they have not begun, and takes nothing new', async () => {
      service = await serve({ connection, streams: [CMD_IPAM] }, Handlers);
      const { open, passed } = gate();
      behave = () => passed;
      for (let n = 1; n <= 6; n += 1) await send(`m-${n}`);
      await until(() => received.length === 4);
      let closed = false;
      const closing = service.close().then(() => (closed = true));
      await send('late');
      // It waits: nothing was acknowledged, and the handlers still hold their four.
      await until(async () => {
        const manager = await connection.manager();
        return (await manager.consumers.info('CMD_IPAM', 'ipam')).num_waiting === 0;
      });
      expect(closed).toBe(false);
      expect(await waiting()).toBe(7);
      open();
      await closing;
      expect(received.map(([id]) => id)).toEqual(['m-1', 'm-2', 'm-3', 'm-4']);
      expect(await waiting()).toBe(3);
    });

    it('does not wait longer than it may', async () => {
      service = await serve({ connection, streams: [CMD_IPAM], drainMs: 300 }, Handlers);
      const { open, passed } = gate();
      behave = () => passed;
      await send('stuck');
      await until(() => received.length === 1);
      const started = performance.now();
      await service.close();
      expect(performance.now() - started).toBeLessThan(2_000);
      expect(await waiting()).toBe(1);
      open();
      await until(async () => (await waiting()) === 0);
    });

    it('leaves what it took at the last moment to the next one at once', async () => {
      const { open, passed } = gate();
      behave = () => passed;
      service = await serve({ connection, streams: [CMD_IPAM] }, PatientHandlers);
      const flood = Array.from({ length: 600 }, (_, n) => send(`m-${n}`, 'cmd.ipam.patient.get'));
      await until(() => received.length > 0);
      const draining = service.server.drain();
      const taken = received.length;
      open();
      await Promise.all([draining, ...flood]);
      await expect(service.server.add(ROUTER)).rejects.toThrow('shut down');
      await service.close();
      // Nothing was begun after the word; what was on its way then is not held for ack_wait.
      expect(received).toHaveLength(taken);
      expect(taken).toBeLessThan(600);
      service = await serve({ connection, streams: [CMD_IPAM] }, PatientHandlers);
      await until(async () => (await waiting()) === 0);
      expect(received).toHaveLength(600);
    });
  });

  it('handles a message once that is delivered again while its handler runs', async () => {
    service = await serve({ connection, streams: [CMD_IPAM] }, Handlers);
    const { open, passed } = gate();
    behave = () => passed;
    await send('a');
    await until(() => received.length === 1);
    // What a broker that lost track would do, said by somebody else in the handler's place.
    connection.nats.publish('$JS.ACK.CMD_IPAM.ipam.1.1.1.0.0', '-NAK');
    const info = async () => (await connection.manager()).consumers.info('CMD_IPAM', 'ipam');
    await until(async () => (await info()).delivered.consumer_seq === 2);
    open();
    await until(async () => (await waiting()) === 0);
    expect(received).toEqual([['a', 1]]);
    expect((await info()).num_ack_pending).toBe(0);
  });

  describe('of a group', () => {
    it('comes and goes while the service runs', async () => {
      service = await serve({ connection, streams: [CMD_IPAM] }, Handlers);
      await service.server.add(ROUTER);
      await service.server.add({ ...ROUTER, durable: 'router-2', filter: 'cmd.ipam.router.two.*' });
      await send('a', 'cmd.ipam.router.one.apply');
      await send('b', 'cmd.ipam.router.two.apply');
      await until(() => received.length === 2);
      expect(received.map(([id]) => id).sort()).toEqual(['router-1 a', 'router-2 b']);
      await service.server.remove('router-1');
      await send('c', 'cmd.ipam.router.one.apply');
      await send('d', 'cmd.ipam.router.two.apply');
      await until(() => received.length === 3);
      expect(received.at(-1)?.[0]).toBe('router-2 d');
      await until(async () => (await waiting()) === 1);
    });

    it('is refused when nobody would handle what it gets', async () => {
      service = await serve({ connection, streams: [CMD_IPAM] }, Handlers);
      const adding = service.server.add({ ...ROUTER, group: 'switches' });
      await expect(adding).rejects.toThrow('no handler is bound to "switches"');
    });

    it('stays paused when the connection comes back meanwhile', async () => {
      service = await serve({ connection, streams: [CMD_IPAM] }, Handlers);
      const runner = service.server.runner('ipam');
      runner?.pause();
      const back: string[] = [];
      const forget = connection.onStatus(({ type }) => back.push(type));
      await connection.nats.reconnect();
      await until(() => back.includes('reconnected') && connection.connected);
      forget();
      await send('a');
      for (let round = 0; round < 50; round += 1) await connection.busReady();
      expect(received).toEqual([]);
      // Whoever paused it knows: the process is ready all the same.
      expect(() => service.server.consumersReady()).not.toThrow();
      runner?.resume();
      await until(async () => (await waiting()) === 0);
    });

    it('uses up no delivery while its circuit breaker is open', async () => {
      service = await serve({ connection, streams: [CMD_IPAM] }, Handlers);
      const runner = service.server.runner('ipam');
      runner?.pause();
      // What was asked for before the pause still comes.
      for (let n = 1; n <= 8; n += 1) await send(`m-${n}`);
      await until(() => received.length === 4);
      expect(await until(async () => (await waiting()) === 4)).toBe(true);
      runner?.resume();
      await until(async () => (await waiting()) === 0);
      expect(received.every(([, count]) => count === 1)).toBe(true);
    });
  });

  describe('that the broker has forgotten to serve', () => {
    /** What the broker says of it; the rest of the broker is real. */
    const pretend = async (info: (real: ConsumerInfo) => ConsumerInfo): Promise<() => void> => {
      const manager: JetStreamManager = await connection.manager();
      const ask = manager.consumers.info.bind(manager.consumers);
      manager.consumers.info = async (...which) => info(await ask(...which));
      return () => {
        manager.consumers.info = ask;
      };
    };
    const created = async (): Promise<string> =>
      (await (await connection.manager()).consumers.info('CMD_IPAM', 'ipam')).created;

    it('is made anew where it stood, and misses nothing', async () => {
      service = await serve({ connection, streams: [CMD_IPAM], stallAfterMs: 100 }, Handlers);
      await send('before');
      await until(async () => (await waiting()) === 0);
      const first = await created();
      let looks = 0;
      const stop = await pretend((real) => {
        looks += 1;
        return { ...real, num_pending: 5, num_ack_pending: 0, num_waiting: 1 };
      });
      await until(async () => (await created()) !== first);
      stop();
      expect(looks).toBeGreaterThanOrEqual(2);
      await send('after');
      await until(async () => (await waiting()) === 0);
      expect(received.map(([id]) => id)).toEqual(['before', 'after']);
    });

    it('goes on after what was done, where the stream keeps everything', async () => {
      service = await serve({ connection, streams: [EVENTS], stallAfterMs: 100 }, EventReader);
      const publisher = new Publisher(connection);
      for (const n of [1, 2, 3]) await publisher.publish('evt.ipam.x', envelope(`e-${n}`));
      const manager = await connection.manager();
      const info = () => manager.consumers.info('EVENTS', 'audit');
      await until(async () => (await info()).ack_floor.stream_seq === 3);
      const { created: first } = await info();
      const stop = await pretend((real) => ({
        ...real,
        num_pending: 5,
        num_ack_pending: 0,
        num_waiting: 1,
      }));
      await until(async () => (await info()).created !== first);
      stop();
      await publisher.publish('evt.ipam.x', envelope('e-4'));
      await until(() => received.length >= 4);
      expect(received.map(([id]) => id)).toEqual(['e-1', 'e-2', 'e-3', 'e-4']);
    });

    it.each([
      ['messages are out with handlers', { num_pending: 5, num_ack_pending: 1, num_waiting: 1 }],
      ['there is nothing to deliver', { num_pending: 0, num_ack_pending: 0, num_waiting: 1 }],
      ['no request is open', { num_pending: 5, num_ack_pending: 0, num_waiting: 0 }],
    ])('is left alone when %s', async (_, state) => {
      service = await serve({ connection, streams: [CMD_IPAM], stallAfterMs: 50 }, Handlers);
      const first = await created();
      let looks = 0;
      const stop = await pretend((real) => {
        looks += 1;
        return { ...real, ...state };
      });
      await until(() => looks > 5);
      stop();
      expect(await created()).toBe(first);
    });

    it('is found again when somebody deleted it', async () => {
      service = await serve({ connection, streams: [CMD_IPAM], stallAfterMs: 100 }, Handlers);
      await (await connection.manager()).consumers.delete('CMD_IPAM', 'ipam');
      await send('a');
      await until(() => received.length === 1);
    });
  });
});
