/** A stream as this code wants it. What is left out has the value named here, and is checked too. */
export interface StreamDeclaration {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly retention: 'limits' | 'workqueue';
  /** What happens when it is full: the oldest goes (`old`), or the publisher is refused (`new`). */
  readonly discard?: 'old' | 'new';
  /** 0, the default: for ever. */
  readonly maxAgeMs?: number;
  /** -1, the default: no limit. */
  readonly maxBytes?: number;
  readonly maxMessages?: number;
  readonly maxMessageBytes?: number;
  /** Two minutes by default. */
  readonly duplicateWindowMs?: number;
  readonly storage?: 'file' | 'memory';
  readonly replicas?: number;
}

export const ACK_WAIT_MS = 10_000;

/** A durable pull consumer with explicit acknowledgement; there is no other kind here. */
export interface ConsumerDeclaration {
  readonly stream: string;
  readonly durable: string;
  /** One subject, with wildcards if need be: nats-server 2.9 refuses several. */
  readonly filter?: string;
  /** Where a consumer that is created begins. `new` misses what was published before it. */
  readonly deliver?: 'all' | 'new';
  /** How long a message stays with an instance that died; 10 s by default. */
  readonly ackWaitMs?: number;
  /** How many unacknowledged messages all instances together may hold; 1024 by default. */
  readonly maxAckPending?: number;
  /** How many messages one instance works on at once; 256 by default. Handlers commit in groups. */
  readonly maxInFlight?: number;
  /** After so many deliveries a message is a dead letter; 6 by default. */
  readonly maxDeliveries?: number;
  /**
   * A message without a handler is a dead letter, unless it is to be ignored: a reader of events
   * need not know the ones that another service records from next week on.
   */
  readonly unrouted?: 'dead-letter' | 'ignore';
  /** Whose handlers serve it; its own name by default. Many consumers may share one set. */
  readonly group?: string;
}

export interface Topology {
  readonly streams: readonly StreamDeclaration[];
  readonly consumers?: readonly ConsumerDeclaration[];
}

const DAY_MS = 86_400_000;

/** Commands wait here until the one service that carries them out has committed their effect. */
export const commandStream = (name: string, ...subjects: readonly string[]): StreamDeclaration => ({
  name,
  subjects,
  retention: 'workqueue',
  discard: 'new',
});

/** Every event of every service; a copy for readers, since the event store is the truth. */
export const EVENTS: StreamDeclaration = {
  name: 'EVENTS',
  subjects: ['evt.>'],
  retention: 'limits',
  discard: 'old',
  maxAgeMs: 7 * DAY_MS,
};

/** Dead letters. Limits retention, because a work queue cannot be browsed. */
export const DLQ: StreamDeclaration = {
  name: 'DLQ',
  subjects: ['dlq.>'],
  retention: 'limits',
  discard: 'old',
  maxAgeMs: 30 * DAY_MS,
};
