import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AckPolicy, type JetStreamManager } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { useNats } from '@ferrule/testing';
import { connectBus, type BusConnection } from './connection.ts';
import { commandStream, DLQ, EVENTS, type Topology } from './declaration.ts';
import { consumerDrift, describeDrift, streamDrift, type Drift } from './drift.ts';
import { ensureTopology, findDrift, TopologyDrift } from './topology.ts';

const declared: Topology = {
  streams: [EVENTS, DLQ, commandStream('CMD_IPAM', 'cmd.ipam.>')],
  consumers: [
    { stream: 'CMD_IPAM', durable: 'ipam', filter: 'cmd.ipam.>' },
    { stream: 'EVENTS', durable: 'audit' },
    { stream: 'EVENTS', durable: 'saga', filter: 'evt.ipam.>', deliver: 'new' },
  ],
};

describe('what a service needs on the broker', () => {
  const nats = useNats();
  let connection: BusConnection;
  let manager: JetStreamManager;

  beforeAll(async () => {
    connection = await connectBus({ servers: nats.url, name: 'spec' });
    manager = await connection.manager();
  });
  afterAll(() => connection.close());
  beforeEach(() => nats.purge());

  const drifted = async (act: Promise<unknown>): Promise<readonly string[]> => {
    const error: unknown = await act.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof TopologyDrift) return error.drift.map(describeDrift);
    throw new Error(`no drift, but ${String(error)}`);
  };

  it('is created as declared, and what the broker adds to it is no drift', async () => {
    expect(await ensureTopology(manager, declared)).toEqual([]);
    expect(await ensureTopology(manager, declared)).toEqual([]);
    const commands = (await manager.streams.info('CMD_IPAM')).config;
    expect(commands).toMatchObject({ retention: 'workqueue', discard: 'new', storage: 'file' });
    const events = (await manager.streams.info('EVENTS')).config;
    expect(events).toMatchObject({
      retention: 'limits',
      max_age: nanos(7 * 86_400_000),
      duplicate_window: nanos(120_000),
    });
    expect((await manager.consumers.info('CMD_IPAM', 'ipam')).config).toMatchObject({
      ack_policy: 'explicit',
      ack_wait: nanos(10_000),
      max_deliver: -1,
    });
    expect((await manager.consumers.info('EVENTS', 'saga')).config.deliver_policy).toBe('new');
  });

  it('may be wanted by several services in the same moment', async () => {
    const all = await Promise.all([1, 2, 3].map(() => ensureTopology(manager, declared)));
    expect(all.flat()).toEqual([]);
  });

  it('is named with field, declared and actual value when it differs, and left as it is', async () => {
    await manager.streams.add({
      name: 'EVENTS',
      subjects: ['evt.>', 'other.>'],
      max_age: nanos(3_600_000),
      max_bytes: 1_000_000,
      duplicate_window: nanos(60_000),
    });
    await manager.streams.add({ name: 'CMD_IPAM', subjects: ['cmd.ipam.>'] });
    await manager.consumers.add('CMD_IPAM', {
      durable_name: 'ipam',
      ack_policy: AckPolicy.Explicit,
      filter_subject: 'cmd.ipam.network.*',
      ack_wait: nanos(5_000),
      backoff: [nanos(300), nanos(500)],
      max_deliver: 3,
    });
    const lines = [
      'stream EVENTS: subjects is [evt.>, other.>], declared [evt.>]',
      'stream EVENTS: max_age is 3600 s, declared 604800 s',
      'stream EVENTS: max_bytes is 1000000, declared -1',
      'stream EVENTS: duplicate_window is 60 s, declared 120 s',
      'stream CMD_IPAM: retention is limits, declared workqueue',
      'stream CMD_IPAM: discard is old, declared new',
      'consumer CMD_IPAM/ipam: filter_subject is [cmd.ipam.network.*], declared [cmd.ipam.>]',
      'consumer CMD_IPAM/ipam: ack_wait is 0.3 s, declared 10 s',
      'consumer CMD_IPAM/ipam: max_deliver is 3, declared -1',
      'consumer CMD_IPAM/ipam: max_ack_pending is 1000, declared 1024',
      'consumer CMD_IPAM/ipam: backoff is [300000000, 500000000], declared none',
    ];
    expect(await drifted(ensureTopology(manager, declared))).toEqual(lines);
    expect((await findDrift(manager, declared)).map(describeDrift)).toEqual(lines);
    const reported = await ensureTopology(manager, declared, 'report');
    expect(reported.map(describeDrift)).toEqual(lines);
    expect((await manager.streams.info('EVENTS')).config.max_bytes).toBe(1_000_000);
  });

  it('is changed in place in development, and what cannot be is still named', async () => {
    await ensureTopology(manager, declared);
    const longer: Topology = {
      streams: [{ ...EVENTS, maxAgeMs: 86_400_000 }],
      consumers: [{ stream: 'EVENTS', durable: 'audit', ackWaitMs: 5_000 }],
    };
    const applied = await ensureTopology(manager, longer, 'apply');
    expect(applied.map(({ field }) => field)).toEqual(['max_age', 'ack_wait']);
    expect(await findDrift(manager, longer)).toEqual([]);
    const other: Topology = {
      streams: [{ ...EVENTS, maxAgeMs: 86_400_000, retention: 'workqueue' }],
    };
    expect(await drifted(ensureTopology(manager, other, 'apply'))).toEqual([
      'stream EVENTS: retention is limits, declared workqueue',
    ]);
  });

  it('says which consumer cannot be created, and why', async () => {
    const overlapping: Topology = {
      ...declared,
      consumers: [
        { stream: 'CMD_IPAM', durable: 'ipam', filter: 'cmd.ipam.>' },
        { stream: 'CMD_IPAM', durable: 'second', filter: 'cmd.ipam.network.*' },
      ],
    };
    await expect(ensureTopology(manager, overlapping)).rejects.toThrow(
      'consumer CMD_IPAM/second cannot be created: filtered consumer not unique on workqueue',
    );
  });
});

describe('the configuration that a newer broker reports', () => {
  it('is no drift where only its own fields are new', () => {
    const stream = {
      name: 'EVENTS',
      subjects: ['evt.>'],
      retention: 'limits',
      max_consumers: -1,
      max_msgs: -1,
      max_bytes: -1,
      max_age: nanos(7 * 86_400_000),
      max_msgs_per_subject: -1,
      max_msg_size: -1,
      discard: 'old',
      storage: 'file',
      num_replicas: 1,
      duplicate_window: nanos(120_000),
      compression: 'none',
      allow_direct: false,
      mirror_direct: false,
      sealed: false,
      deny_delete: false,
      deny_purge: false,
      allow_rollup_hdrs: false,
      consumer_limits: {},
      allow_msg_ttl: false,
      metadata: { '_nats.req.level': '0', '_nats.ver': '2.12.1' },
      first_seq: 0,
      discard_new_per_subject: false,
      allow_msg_counter: false,
      persist_mode: 'default',
    } as const;
    expect(streamDrift(EVENTS, { ...stream, subjects: ['evt.>'] })).toEqual([]);
    const consumer = {
      durable_name: 'audit',
      name: 'audit',
      deliver_policy: 'by_start_sequence',
      opt_start_seq: 12,
      ack_policy: 'explicit',
      ack_wait: nanos(10_000),
      max_deliver: -1,
      filter_subjects: ['evt.>'],
      replay_policy: 'instant',
      max_waiting: 512,
      max_ack_pending: 1024,
      num_replicas: 0,
      metadata: { '_nats.ver': '2.12.1' },
    } as const;
    const audit = { stream: 'EVENTS', durable: 'audit' };
    const config = { ...consumer, filter_subjects: ['evt.>'] };
    expect(consumerDrift(audit, config, ['evt.>'])).toEqual([]);
    const narrowed: readonly Drift[] = consumerDrift(
      audit,
      { ...config, filter_subjects: ['evt.a', 'evt.b'], pause_until: '2027-01-01T00:00:00Z' },
      ['evt.>'],
    );
    expect(narrowed.map(describeDrift)).toEqual([
      'consumer EVENTS/audit: filter_subject is [evt.a, evt.b], declared [evt.>]',
    ]);
  });
});
