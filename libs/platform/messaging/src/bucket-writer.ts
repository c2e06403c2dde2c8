import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import type { BusConnection } from './connection.ts';

export interface BucketDeclaration {
  readonly name: string;
  readonly replicas?: number;
}

/** The broker's stream under a bucket. */
export const bucketStream = (bucket: string): string => `KV_${bucket}`;

/** How often another writer may be faster. */
const ATTEMPTS = 20;

/**
 * Keeps a bucket as a database says: the newest value of each key and no older one. Any number of
 * instances may do so at once, and a bucket that is gone is made again.
 */
export class BucketWriter {
  readonly #connection: BusConnection;
  readonly #declaration: BucketDeclaration;
  #kv: KV | undefined;

  constructor(connection: BusConnection, declaration: BucketDeclaration) {
    this.#connection = connection;
    this.#declaration = declaration;
  }

  /** Makes the bucket unless it is there. */
  async ensure(): Promise<void> {
    this.#kv = await this.#open();
  }

  /**
   * Writes what `wanted` gives; whether there was anything to write. It is asked after the bucket
   * was, and the write succeeds only if nobody wrote in between: so what is written is never older
   * than what it replaces, whoever else writes, and however long one of them was held up.
   */
  async settle(key: string, wanted: () => Promise<string>): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const kv = (this.#kv ??= await this.#open());
        const held = await kv.get(key);
        const value = await wanted();
        if (held?.operation === 'PUT' && held.string() === value) return false;
        await kv.put(key, value, { previousSeq: held?.revision ?? 0 });
        return true;
      } catch (error) {
        if (isLost(error)) this.#kv = undefined;
        else if (!isOvertaken(error)) throw error;
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #open(): Promise<KV> {
    const { name, replicas = 1 } = this.#declaration;
    return new Kvm(this.#connection.jetstream).create(name, {
      history: 1,
      replicas,
      // A follower of a cluster may answer with yesterday's value.
      allow_direct: false,
    });
  }
}

const hasCode = (error: unknown, code: number): boolean =>
  error instanceof JetStreamApiError && error.code === code;

const isOvertaken = (error: unknown): boolean =>
  hasCode(error, JetStreamApiCodes.StreamWrongLastSequence);

/** A write to a bucket that is gone finds nobody who would answer it. */
const isLost = (error: unknown): boolean =>
  hasCode(error, JetStreamApiCodes.StreamNotFound) ||
  (error instanceof Error && /no responders|jetstream is not enabled/i.test(error.message));
