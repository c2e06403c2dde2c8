import { createInbox, type Msg, type Subscription } from '@nats-io/transport-node';
import type { Bus, BusMessage, BusPosition, Published } from '@ferrule/event-store';
import type { BusConnection } from './connection.ts';
import type { StreamDeclaration } from './declaration.ts';
import { decodeHeaderValue } from './header-value.ts';
import { published, publishFailures } from './meters.ts';
import { PublishRun } from './publish-run.ts';
import { covers } from './subject.ts';
import { ensureStream } from './topology.ts';

export interface JetStreamBusOptions {
  /** The streams that our messages go to; a missing one is made by `inspect`. */
  readonly streams: readonly StreamDeclaration[];
  /** How long nothing may be acknowledged before the rest counts as failed. */
  readonly ackTimeoutMs?: number;
  readonly maxInFlight?: number;
}

/**
 * The event store's bus. One inbox and no timer per message: acknowledgements come in by the
 * thousand, and a client's request for each would cost more than the message.
 */
export class JetStreamBus implements Bus {
  readonly #connection: BusConnection;
  readonly #options: JetStreamBusOptions;
  readonly #runs = new Map<string, PublishRun>();
  readonly #forget: () => void;
  /** The broker was away since it was last looked at. */
  #interrupted = false;
  #inbox = '';
  #subscription: Subscription | undefined;
  #runCount = 0;

  constructor(connection: BusConnection, options: JetStreamBusOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#forget = connection.onStatus(({ type }) => {
      if (type === 'disconnected' || type === 'closed') this.#interrupted = true;
    });
  }

  async publish(messages: readonly BusMessage[]): Promise<Published> {
    if (messages.length === 0) return { acknowledged: 0, busSequence: 0 };
    // The client throws away what it holds when it dials again; nothing may be entrusted to it.
    const refusal = this.#connection.connected
      ? this.#interrupted && 'the bus was away, and nobody has looked what it lost'
      : 'the bus is not connected';
    if (refusal !== false) {
      publishFailures.add(1);
      return { acknowledged: 0, busSequence: 0, failure: new Error(refusal) };
    }
    this.#listen();
    this.#runCount += 1;
    const id = this.#runCount.toString(36);
    const run = new PublishRun(this.#connection.nats, messages, {
      replyPrefix: `${this.#inbox}.${id}.`,
      maxInFlight: this.#options.maxInFlight ?? 256,
      ackTimeoutMs: this.#options.ackTimeoutMs ?? 5_000,
    });
    this.#runs.set(id, run);
    const forget = this.#connection.onStatus((status) => {
      if (status.type !== 'disconnected' && status.type !== 'closed') return;
      run.abandon(new Error('the connection to the bus was lost'));
    });
    try {
      const result = await run.finished();
      published.add(result.acknowledged);
      if (result.failure !== undefined) publishFailures.add(1);
      return result;
    } finally {
      forget();
      this.#runs.delete(id);
    }
  }

  async inspect(subjects: string): Promise<BusPosition> {
    const stream = this.#options.streams.find((declared) =>
      declared.subjects.some((pattern) => covers(pattern, subjects)),
    );
    if (stream === undefined) throw new Error(`no declared stream takes ${subjects}`);
    // A request to a broker that is away would wait for its time-out.
    if (!this.#connection.connected) throw new Error('the bus is not connected');
    const interrupted = this.#interrupted;
    this.#interrupted = false;
    try {
      return { ...(await this.#inspect(stream, subjects)), interrupted };
    } catch (error) {
      this.#interrupted ||= interrupted;
      throw error;
    }
  }

  async #inspect(stream: StreamDeclaration, subjects: string): Promise<BusPosition> {
    const manager = await this.#connection.manager();
    const info = await ensureStream(manager, stream);
    // Commands wait for a receiver that was never there, and must not hold the events up meanwhile.
    for (const other of this.#options.streams)
      if (other !== stream) await ensureStream(manager, other);
    const newest = await manager.streams.getMessage(stream.name, { last_by_subj: subjects });
    return {
      created: info.created,
      lastSequence: info.state.last_seq,
      newest:
        newest === null
          ? null
          : {
              sequence: Number(newest.header.get('ce-sequence')),
              id: decodeHeaderValue('ce-id', newest.header.get('ce-id')),
              busSequence: newest.seq,
            },
      retentionMs: info.config.max_age / 1_000_000,
    };
  }

  /** The inbox goes; the connection belongs to whoever made it. */
  close(): void {
    this.#forget();
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    for (const run of this.#runs.values()) run.abandon(new Error('the bus is closed'));
  }

  #listen(): void {
    if (this.#subscription !== undefined && !this.#subscription.isClosed()) return;
    this.#inbox = createInbox(this.#connection.inboxPrefix);
    const prefix = this.#inbox.length + 1;
    this.#subscription = this.#connection.nats.subscribe(`${this.#inbox}.>`, {
      callback: (error: Error | null, message: Msg) => {
        if (error !== null) {
          for (const run of this.#runs.values()) run.abandon(error);
          return;
        }
        const dot = message.subject.indexOf('.', prefix);
        const run = this.#runs.get(message.subject.slice(prefix, dot));
        run?.acknowledge(Number(message.subject.slice(dot + 1)), message);
      },
    });
  }
}
