import {
  type BusConnection,
  type ConsumerDeclaration,
  ConsumerRunner,
  DeadLetterOffice,
  decodeEnvelope,
  DLQ,
  ensureTopology,
  EVENTS,
  type OnDrift,
  type PulledMessage,
  type Settlement,
} from '@ferrule/messaging';
import { Rejection } from '@ferrule/kernel';
import { ROUTER_EVENTS } from '@ferrule/router-contracts';
import { inSpan } from '@ferrule/telemetry';
import { asSequenced, type Sequenced } from './sequenced.ts';

export const EVERYTHING: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'audit-ledger',
  filter: 'evt.>',
  // As many as two writes hold: one is prepared while the other is carried out.
  maxInFlight: 1_000,
};

const ANSWERS_OF_GATEWAYS = ROUTER_EVENTS.slice(0, -1);

/** What became of an event: it is in the ledger, it goes to the dead letters, or it comes again. */
export type Fate = 'recorded' | 'again' | { readonly buried: string };

export interface BusFeedOptions {
  readonly onDrift: OnDrift;
  readonly replicas: number;
  readonly warn: (sentence: string) => void;
  /** Resolves when it is decided what becomes of the event. */
  readonly take: (event: Sequenced) => Promise<Fate>;
}

const ACK: Settlement = { verdict: 'ack', outcome: 'acknowledged' };

/** What every service says, as it comes over the bus, while this instance writes the ledger. */
export class BusFeed {
  readonly #connection: BusConnection;
  readonly #options: BusFeedOptions;
  readonly #deadLetters: DeadLetterOffice;
  #runner: ConsumerRunner | undefined;
  #heardAt = performance.now();

  constructor(connection: BusConnection, options: BusFeedOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#deadLetters = new DeadLetterOffice(connection, this.#replicated(DLQ));
  }

  async open(): Promise<void> {
    await this.#ensure(this.#options.onDrift);
    this.#runner = new ConsumerRunner(this.#connection, EVERYTHING, {
      settle: (message) => this.#settle(message),
      restore: () => this.#ensure('report'),
      warn: this.#options.warn,
      heartbeatMs: 5_000,
      stallAfterMs: 30_000,
    });
  }

  get pulling(): boolean {
    return this.#runner?.pulling === true;
  }

  /** For how long nothing has come. */
  get quietMs(): number {
    return performance.now() - this.#heardAt;
  }

  async close(): Promise<void> {
    await this.#runner?.drain(5_000);
  }

  async #settle(message: PulledMessage): Promise<Settlement> {
    this.#heardAt = performance.now();
    // What gateways say is an answer and no record: the jobs that asked record what came of it.
    if (message.subject.startsWith(ANSWERS_OF_GATEWAYS)) return ACK;
    const read = readMessage(message);
    const fate = 'fault' in read ? { buried: read.fault } : await this.#traced(read.event);
    if (fate === 'recorded') return ACK;
    if (fate === 'again') return { verdict: 'nak', outcome: 'retried', delayMs: 500 };
    try {
      await this.#deadLetters.take(message, EVERYTHING, { reason: fate.buried });
    } catch (error) {
      this.#options.warn(`${message.subject} is kept, the dead letters are full: ${String(error)}`);
      return { verdict: 'nak', outcome: 'retried', delayMs: 5_000 };
    }
    this.#options.warn(
      `${message.subject} (${message.streamSequence}) is a dead letter: ${fate.buried}`,
    );
    return { verdict: 'term', outcome: 'dead-letter' };
  }

  /** The end of the road that began with somebody's request. */
  async #traced(event: Sequenced): Promise<Fate> {
    const { traceparent } = event.meta;
    if (traceparent === undefined) return this.#options.take(event);
    const attributes = {
      'messaging.message.id': event.id,
      'messaging.consumer.group.name': EVERYTHING.durable,
    };
    return inSpan(`record ${event.type}`, { kind: 'consumer', traceparent, attributes }, () =>
      this.#options.take(event),
    );
  }

  async #ensure(onDrift: OnDrift): Promise<void> {
    const manager = await this.#connection.manager();
    const streams = [EVENTS, DLQ].map((stream) => this.#replicated(stream));
    await ensureTopology(manager, { streams, consumers: [EVERYTHING] }, onDrift);
  }

  #replicated<Stream extends object>(stream: Stream): Stream & { replicas: number } {
    return { ...stream, replicas: this.#options.replicas };
  }
}

const readMessage = (message: PulledMessage): ReturnType<typeof asSequenced> => {
  try {
    const envelope = decodeEnvelope(message, { receivedAt: message.receivedByBus });
    return asSequenced(envelope, message.subject);
  } catch (error) {
    if (error instanceof Rejection) return { fault: error.message };
    throw error;
  }
};
