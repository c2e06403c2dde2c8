import { jetstream, JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import type { BusConnection } from '@ferrule/messaging';

export interface BucketOptions {
  readonly name: string;
  /** How long a value is kept; for ever by default. */
  readonly keepMs?: number;
  readonly replicas?: number;
  /** For one request to the broker. */
  readonly timeoutMs?: number;
}

export interface Entry {
  readonly value: string;
  readonly revision: number;
}

/** One key-value bucket on JetStream, made anew when it is gone. */
export class Bucket {
  readonly #connection: BusConnection;
  readonly #options: BucketOptions;
  #opened: Promise<KV> | undefined;

  constructor(connection: BusConnection, options: BucketOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  async read(key: string): Promise<Entry | undefined> {
    const entry = await this.#use((kv) => kv.get(key));
    return entry?.operation === 'PUT'
      ? { value: entry.string(), revision: entry.revision }
      : undefined;
  }

  /** Its revision; undefined when there is one already. */
  create(key: string, value: string): Promise<number | undefined> {
    return this.#use((kv) => kv.create(key, value).catch(unlessTaken));
  }

  /** The new revision; undefined when the value is no longer the one of that revision. */
  replace(key: string, value: string, revision: number): Promise<number | undefined> {
    return this.#use((kv) => kv.update(key, value, revision).catch(unlessTaken));
  }

  async write(key: string, value: string): Promise<void> {
    await this.#use((kv) => kv.put(key, value));
  }

  /** When it was made: another time means that everything in it was lost. */
  async madeAt(): Promise<string> {
    const { streamInfo } = await this.#use((kv) => kv.status());
    return streamInfo.created;
  }

  async #use<T>(work: (kv: KV) => Promise<T>): Promise<T> {
    const { timeoutMs = 5_000 } = this.#options;
    await this.#connection.whenConnected(timeoutMs);
    const opened = (this.#opened ??= this.#open(timeoutMs));
    try {
      return await work(await opened);
    } catch (error) {
      if (this.#opened === opened) this.#opened = undefined;
      if (!isGone(error)) throw error;
    }
    return work(await (this.#opened ??= this.#open(timeoutMs)));
  }

  async #open(timeoutMs: number): Promise<KV> {
    const { name, keepMs, replicas = 1 } = this.#options;
    const client = jetstream(this.#connection.nats, { timeout: timeoutMs, checkAPI: false });
    return new Kvm(client).create(name, {
      replicas,
      // A replica that lags behind would tell of a lease that was lost long ago.
      allow_direct: false,
      ...(keepMs !== undefined && { ttl: keepMs }),
    });
  }
}

/** Nobody listens on the subjects of a bucket that was deleted. */
const isGone = (error: unknown): boolean =>
  (error instanceof Error && error.name === 'JetStreamNotEnabled') ||
  (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound);

const unlessTaken = (error: unknown): undefined => {
  const taken =
    error instanceof JetStreamApiError &&
    (error.code === JetStreamApiCodes.StreamWrongLastSequence ||
      error.code === JetStreamApiCodes.StreamWrongLastSequenceUnknown);
  if (!taken) throw error;
};
