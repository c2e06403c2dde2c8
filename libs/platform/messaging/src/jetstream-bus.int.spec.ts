import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BusMessage } from '@ferrule/event-store';
import { until, useNats } from '@ferrule/testing';
import { connectBus, type BusConnection } from './connection.ts';
import { EVENTS } from './declaration.ts';
import { MAX_BODY_BYTES } from './envelope-codec.ts';
import { JetStreamBus } from './jetstream-bus.ts';
import { envelope } from './spec-rig.ts';

const event = (n: number, context = 'ipam', body = '{}'): BusMessage => ({
  to: `evt.${context}.network.allocated.v1`,
  envelope: envelope(`${context}-${n}`, { source: context, sequence: n, body }),
});
const events = (from: number, to: number): BusMessage[] =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index));

describe('the bus', () => {
  const nats = useNats();
  let connection: BusConnection;
  let bus: JetStreamBus;

  beforeEach(async () => {
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
    bus = new JetStreamBus(connection, { streams: [EVENTS], ackTimeoutMs: 500 });
    await bus.inspect('evt.ipam.>');
  });
  afterEach(async () => {
    bus.close();
    await connection.close();
  });

  const stored = async (): Promise<string[]> => {
    const manager = await connection.manager();
    const { state } = await manager.streams.info('EVENTS');
    const ids: string[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage('EVENTS', { seq });
      ids.push(message?.header.get('ce-id') ?? 'gone');
    }
    return ids;
  };

  it('holds what it acknowledged, in the order in which it was given', async () => {
    expect(await bus.publish(events(1, 600))).toEqual({ acknowledged: 600, busSequence: 600 });
    expect(await stored()).toEqual(events(1, 600).map(({ envelope: { id } }) => id));
    expect(await bus.publish([])).toEqual({ acknowledged: 0, busSequence: 0 });
  });

  it('takes everything from the first unacknowledged one again without a second copy', async () => {
    await bus.publish(events(1, 20));
    expect(await bus.publish(events(11, 30))).toEqual({ acknowledged: 20, busSequence: 30 });
    expect(await stored()).toHaveLength(30);
  });

  it('counts only up to the first message that it refused', async () => {
    const manager = await connection.manager();
    await manager.streams.update('EVENTS', { max_msg_size: 2_000 });
    const big = event(3, 'ipam', JSON.stringify('x'.repeat(4_000)));
    const list = [event(1), event(2), big, event(4), event(5)];
    const { acknowledged, failure } = await bus.publish(list);
    expect(acknowledged).toBe(2);
    expect(failure?.message).toMatch(
      /the bus refused ipam-3 on evt\.ipam\.network\.allocated\.v1: .*maximum/,
    );
  });

  it('fails for a message that is too large to travel at all, and sends what is before it', async () => {
    const huge = event(2, 'ipam', JSON.stringify('x'.repeat(MAX_BODY_BYTES)));
    const { acknowledged, failure } = await bus.publish([event(1), huge, event(3)]);
    expect(acknowledged).toBe(1);
    expect(failure?.message).toContain('ipam-2 cannot be sent: a body of 524290 bytes');
    expect(await stored()).toEqual(['ipam-1']);
  });

  it('fails, and does not wait, where no stream takes a message', async () => {
    const lost: BusMessage = { to: 'nowhere.at.all', envelope: envelope('x') };
    const { acknowledged, failure } = await bus.publish([event(1), lost, event(2)]);
    expect(acknowledged).toBe(1);
    expect(failure?.message).toContain('no stream takes this subject');
  });

  it('carries large bodies without holding them all in flight', async () => {
    const body = JSON.stringify('x'.repeat(400_000));
    const list = Array.from({ length: 60 }, (_, n) => event(n + 1, 'ipam', body));
    // Many megabytes go to the disk of a machine that has more to do.
    const patient = new JetStreamBus(connection, { streams: [EVENTS], ackTimeoutMs: 60_000 });
    try {
      expect(await patient.publish(list)).toMatchObject({ acknowledged: 60 });
    } finally {
      patient.close();
    }
  });

  it('knows where its stream stands, and our newest event among those of others', async () => {
    await bus.publish([...events(1, 3), event(7, 'audit')]);
    const position = await bus.inspect('evt.ipam.>');
    expect(position).toMatchObject({
      lastSequence: 4,
      newest: { sequence: 3, id: 'ipam-3', busSequence: 3 },
      retentionMs: 7 * 86_400_000,
    });
    expect(Date.parse(position.created)).toBeGreaterThan(Date.now() - 60_000);
    expect((await bus.inspect('evt.none.>')).newest).toBeNull();
    await expect(bus.inspect('cmd.ipam.>')).rejects.toThrow('no declared stream takes cmd.ipam.>');
  });

  it('fails in time while the broker is away, and works again when it is back', async () => {
    await bus.publish(events(1, 2));
    await nats.server.kill();
    const started = performance.now();
    const answers = [await bus.publish(events(3, 300))];
    await until(() => !connection.connected);
    answers.push(await bus.publish(events(3, 300)));
    expect(performance.now() - started).toBeLessThan(2_000);
    for (const { acknowledged, failure } of answers) {
      expect(acknowledged).toBe(0);
      expect(failure?.message).toMatch(/not connected|was lost/);
    }
    await nats.server.restart();
    await until(() => connection.connected);
    // What it may have lost meanwhile shows only as long as nothing new hides it.
    expect((await bus.publish(events(1, 300))).failure?.message).toContain('nobody has looked');
    const position = await until(() => bus.inspect('evt.ipam.>'));
    expect(position.interrupted).toBe(true);
    expect((await bus.inspect('evt.ipam.>')).interrupted).toBe(false);
    expect(await bus.publish(events(1, 300))).toMatchObject({ acknowledged: 300 });
    // Neither lost nor turned round, although some of them were on their way when the broker died.
    expect(await stored()).toEqual(events(1, 300).map(({ envelope: { id } }) => id));
  }, 30_000);

  it('does not wait for what a dying broker took with it', async () => {
    const patient = new JetStreamBus(connection, { streams: [EVENTS], ackTimeoutMs: 60_000 });
    const publishing = patient.publish(events(1, 5_000));
    await nats.server.kill();
    const { acknowledged, failure } = await publishing;
    expect(failure?.message).toBe('the connection to the bus was lost');
    expect(acknowledged).toBeLessThan(5_000);
    patient.close();
    await nats.server.restart();
  }, 30_000);

  it('gives up on a broker that is there and answers nothing', async () => {
    // Somebody listens, so the broker does not say that nobody does; no stream ever answers.
    connection.nats.subscribe('silent.subject');
    const silent: BusMessage = { to: 'silent.subject', envelope: envelope('x') };
    const { acknowledged, failure } = await bus.publish([event(1), silent]);
    expect(acknowledged).toBe(1);
    expect(failure?.message).toBe('the bus acknowledged nothing for 500 ms');
  });

  it('serves several callers at once, each with its own answer', async () => {
    const answers = await Promise.all([
      bus.publish(events(1, 100)),
      bus.publish([{ to: 'nowhere.at.all', envelope: envelope('x') }]),
      bus.publish(events(101, 200)),
    ]);
    expect(answers.map(({ acknowledged }) => acknowledged)).toEqual([100, 0, 100]);
  });
});
