import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamInfo } from '@nats-io/jetstream';
import { Kvm, type KvWatchEntry } from '@nats-io/kv';
import type { QueuedIterator } from '@nats-io/transport-node';
import { bucketStream } from './bucket-writer.ts';
import type { BusConnection } from './connection.ts';

export interface BucketMirrorOptions {
  readonly bucket: string;
  /** A key has another value than before; null when it was deleted. */
  readonly onChange?: (key: string, value: string | null) => void;
  /**
   * What is in a bucket that was lost: kept until it comes again (the default, for those who live by
   * it), or forgotten at once (for those who fill it again).
   */
  readonly whenLost?: 'keep' | 'forget';
  /** How often to look whether the bucket is still the same, and nothing of it was missed. */
  readonly lookEveryMs?: number;
  readonly warn?: (sentence: string) => void;
}

/** What a bucket holds, followed while it changes: within milliseconds as long as the bus is there. */
export class BucketMirror {
  readonly #connection: BusConnection;
  readonly #options: BucketMirrorOptions;
  readonly #values = new Map<string, string>();
  readonly #stopping = new AbortController();
  readonly #filled = Promise.withResolvers<void>();
  /** Keys of the bucket as it is now, deleted ones among them. */
  readonly #keys = new Set<string>();
  #created = '';
  #sequence = 0;
  #running: Promise<void> | undefined;
  #said = '';

  constructor(connection: BusConnection, options: BucketMirrorOptions) {
    this.#connection = connection;
    this.#options = options;
    // Whoever awaits it sees that it was stopped first; nobody need.
    this.#filled.promise.catch(() => undefined);
  }

  get values(): ReadonlyMap<string, string> {
    return this.#values;
  }

  start(): void {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  /** Resolves when everything that the bucket held at first is here. */
  filled(): Promise<void> {
    return this.#filled.promise;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#filled.reject(new Error('the mirror was stopped before it was filled'));
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    do
      await this.#follow(signal).catch((error: unknown) => {
        if (!signal.aborted) this.#say(error instanceof Error ? error.message : String(error));
      });
    while (await this.#pause(signal));
  }

  /** Until the bucket is another one, or something was missed. */
  async #follow(stopping: AbortSignal): Promise<void> {
    const ending = new AbortController();
    const signal = AbortSignal.any([stopping, ending.signal]);
    const forget = this.#connection.onStatus(({ type }) => {
      // What follows a broken connection is not worth waiting for: begin anew.
      if (type === 'reconnected') ending.abort();
    });
    let watch: QueuedIterator<KvWatchEntry> | undefined;
    let reading: Promise<void> | undefined;
    try {
      const info = await this.#info();
      this.#begin(info);
      const kv = await new Kvm(this.#connection.jetstream).open(this.#options.bucket);
      watch = await kv.watch();
      reading = this.#read(watch).finally(() => ending.abort());
      if (info.state.messages === 0) this.#filled.resolve();
      this.#said = '';
      await this.#look(signal);
    } finally {
      forget();
      watch?.stop();
      await reading;
    }
  }

  async #read(watch: QueuedIterator<KvWatchEntry>): Promise<void> {
    for await (const entry of watch) {
      this.#keys.add(entry.key);
      this.#sequence = Math.max(this.#sequence, entry.revision);
      this.#take(entry.key, entry.operation === 'PUT' ? entry.string() : null);
      // Of what was there at first, only the last one says so.
      if (entry.isUpdate) this.#filled.resolve();
    }
  }

  #take(key: string, value: string | null): void {
    if (value === (this.#values.get(key) ?? null)) return;
    if (value === null) this.#values.delete(key);
    else this.#values.set(key, value);
    this.#options.onChange?.(key, value);
  }

  /** Returns when the broker twice says otherwise: once may be a change that is on its way here. */
  async #look(signal: AbortSignal): Promise<void> {
    let doubted = '';
    while (await this.#pause(signal)) {
      const { created, state } = await this.#info();
      if (created !== this.#created) return;
      const isSame = state.last_seq <= this.#sequence && state.messages === this.#keys.size;
      const doubt = isSame ? '' : `${this.#sequence} ${this.#keys.size}`;
      if (doubt !== '' && doubt === doubted) return;
      doubted = doubt;
    }
  }

  #begin({ created, state }: StreamInfo): void {
    this.#keys.clear();
    this.#sequence = state.last_seq;
    if (this.#options.whenLost === 'forget') this.#values.clear();
    this.#created = created;
  }

  async #info(): Promise<StreamInfo> {
    // A request to a broker that is away would wait for its time-out.
    if (!this.#connection.connected) throw new Error('the bus is not connected');
    const manager = await this.#connection.manager();
    return manager.streams.info(bucketStream(this.#options.bucket)).catch((cause: unknown) => {
      if (this.#options.whenLost === 'forget') this.#values.clear();
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`bucket ${this.#options.bucket} cannot be read: ${why}`, { cause });
    });
  }

  /** False when it was cut short. */
  #pause(signal: AbortSignal): Promise<boolean> {
    const { lookEveryMs = 1_000 } = this.#options;
    return sleep(lookEveryMs, true, { signal }).catch(() => false);
  }

  /** Once for each trouble, however often it is met. */
  #say(sentence: string): void {
    if (sentence === this.#said) return;
    this.#said = sentence;
    this.#options.warn?.(sentence);
  }
}
