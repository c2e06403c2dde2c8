import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { ACK_WAIT_MS, type ConsumerDeclaration, type StreamDeclaration } from './declaration.ts';

/** One way in which the broker differs from what the code declares. */
export interface Drift {
  readonly kind: 'stream' | 'consumer';
  /** `EVENTS`, or `EVENTS/audit` for a consumer. */
  readonly name: string;
  /** As the broker calls it: `ack_wait`. */
  readonly field: string;
  readonly declared: Value;
  readonly actual: Value;
}

type Value = string | number | boolean | readonly string[] | null;

export const streamConfig = (stream: StreamDeclaration) => ({
  name: stream.name,
  subjects: [...stream.subjects],
  retention: stream.retention === 'workqueue' ? RetentionPolicy.Workqueue : RetentionPolicy.Limits,
  discard: stream.discard === 'new' ? DiscardPolicy.New : DiscardPolicy.Old,
  max_age: nanos(stream.maxAgeMs ?? 0),
  max_bytes: stream.maxBytes ?? -1,
  max_msgs: stream.maxMessages ?? -1,
  max_msg_size: stream.maxMessageBytes ?? -1,
  duplicate_window: nanos(stream.duplicateWindowMs ?? 120_000),
  storage: stream.storage === 'memory' ? StorageType.Memory : StorageType.File,
  num_replicas: stream.replicas ?? 1,
});

export const consumerConfig = (consumer: ConsumerDeclaration) => ({
  durable_name: consumer.durable,
  ack_policy: AckPolicy.Explicit,
  deliver_policy: consumer.deliver === 'new' ? DeliverPolicy.New : DeliverPolicy.All,
  replay_policy: ReplayPolicy.Instant,
  ack_wait: nanos(consumer.ackWaitMs ?? ACK_WAIT_MS),
  // Never by the broker: it would drop the message without a word. The server here counts itself.
  max_deliver: -1,
  max_ack_pending: consumer.maxAckPending ?? 1024,
  ...(consumer.filter !== undefined && { filter_subject: consumer.filter }),
});

/** Fields that a newer broker adds are its own business; only what is declared is compared. */
export const streamDrift = (declared: StreamDeclaration, actual: StreamConfig): Drift[] => {
  const wanted = streamConfig(declared);
  const found = (name: string, field: string, a: Value, b: Value): Drift[] =>
    same(a, b) ? [] : [{ kind: 'stream', name, field, declared: a, actual: b }];
  return [
    ...found(declared.name, 'subjects', sorted(wanted.subjects), sorted(actual.subjects)),
    ...(
      [
        'retention',
        'discard',
        'max_age',
        'max_bytes',
        'max_msgs',
        'max_msg_size',
        'duplicate_window',
        'storage',
        'num_replicas',
      ] as const
    ).flatMap((field) => found(declared.name, field, wanted[field], actual[field])),
    // Set by hand, these would make messages vanish that the code counts on.
    ...found(declared.name, 'max_msgs_per_subject', -1, actual.max_msgs_per_subject),
    ...found(declared.name, 'sealed', false, actual.sealed),
    ...found(declared.name, 'no_ack', false, actual.no_ack ?? false),
  ];
};

/** `streamSubjects` because a filter that lets everything through may be written or left out. */
export const consumerDrift = (
  declared: ConsumerDeclaration,
  actual: ConsumerConfig,
  streamSubjects: readonly string[],
): Drift[] => {
  const wanted = consumerConfig(declared);
  const name = `${declared.stream}/${declared.durable}`;
  const found = (field: string, a: Value, b: Value): Drift[] =>
    same(a, b) ? [] : [{ kind: 'consumer', name, field, declared: a, actual: b }];
  const filters = (given: readonly (string | undefined)[]): readonly string[] => {
    const set = sorted(given.filter((filter) => filter !== undefined && filter !== ''));
    return set.length === 0 || same(set, ['>']) ? sorted(streamSubjects) : set;
  };
  return [
    ...found(
      'filter_subject',
      filters([declared.filter]),
      filters(actual.filter_subjects ?? [actual.filter_subject]),
    ),
    ...found('ack_policy', wanted.ack_policy, actual.ack_policy),
    ...found('ack_wait', wanted.ack_wait, actual.ack_wait ?? nanos(30_000)),
    ...found('max_deliver', -1, actual.max_deliver ?? -1),
    ...found('max_ack_pending', wanted.max_ack_pending, actual.max_ack_pending ?? 1000),
    ...found('replay_policy', wanted.replay_policy, actual.replay_policy),
    // It overrides ack_wait: a handler that takes a second would be given the message again.
    ...found('backoff', null, actual.backoff?.length ? actual.backoff.map(String) : null),
    ...found('deliver_subject', null, actual.deliver_subject ?? null),
    ...found('headers_only', false, actual.headers_only ?? false),
    ...found('inactive_threshold', 0, actual.inactive_threshold ?? 0),
    // Where it began says nothing about where it stands, so deliver_policy is not compared.
  ];
};

/** One line for a person: `stream EVENTS: max_age is 3600 s, declared 604800 s`. */
export const describeDrift = (drift: Drift): string =>
  `${drift.kind} ${drift.name}: ${drift.field} is ${show(drift.field, drift.actual)}, ` +
  `declared ${show(drift.field, drift.declared)}`;

const IN_NANOSECONDS = new Set(['max_age', 'duplicate_window', 'ack_wait', 'inactive_threshold']);

const show = (field: string, value: Value): string => {
  if (value === null) return 'none';
  if (typeof value === 'number' && IN_NANOSECONDS.has(field)) return `${value / 1e9} s`;
  return typeof value === 'object' ? `[${value.join(', ')}]` : String(value);
};

const sorted = (values: readonly (string | undefined)[] | undefined): readonly string[] =>
  (values ?? []).filter((value) => value !== undefined).sort();

const same = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);
