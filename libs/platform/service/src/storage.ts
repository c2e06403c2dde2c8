import type { BusConfig, DatabaseConfig } from '@ferrule/config';
import {
  type Bus,
  type CommitterOptions,
  PgEventStore,
  prune,
  Repeater,
  Sealer,
  type Upcasters,
} from '@ferrule/event-store';
import {
  type BusConnection,
  EVENTS,
  JetStreamBus,
  type StreamDeclaration,
} from '@ferrule/messaging';
import type { Log } from '@ferrule/telemetry';
import type { Provider } from '@nestjs/common';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { type Entity, openDatabase, poolOf } from './database.ts';
import { Rounds } from './rounds.ts';

/** What a service with a schema of its own keeps in it. */
export interface StorageDefinition {
  readonly config: DatabaseConfig;
  readonly entities: readonly Entity[];
  readonly committer?: CommitterOptions;
  /** Where its events go; absent for a service that records none. */
  readonly events?: {
    readonly subjects: string;
    subjectOf(this: void, type: string, schemaVersion: number): string;
    readonly upcasters?: Upcasters;
    /** The work queues that its commands go to. */
    readonly sendsTo?: readonly StreamDeclaration[];
  };
}

/** One copy of a stream for each server of a cluster that should have one. */
export const replicated = (
  streams: readonly StreamDeclaration[],
  { replicas }: BusConfig,
): readonly StreamDeclaration[] => streams.map((stream) => ({ ...stream, replicas }));

const HOUR_MS = 3_600_000;
/** Four times what the bus keeps: whatever it can still repeat is remembered. */
const REMEMBERED_MS = 4 * (EVENTS.maxAgeMs ?? 0);

/** A service's database, its event store, and what carries its events to the bus. */
export class Storage {
  readonly pool: pg.Pool;
  readonly store: PgEventStore;
  readonly #dataSource: DataSource;
  readonly #log: Log;
  readonly #housekeeping = new Rounds({
    everyMs: HOUR_MS,
    round: () => prune(this.pool, REMEMBERED_MS),
    failed: (error) => this.#log.warn(`what is no longer needed was not removed: ${String(error)}`),
  });
  #sender: { readonly sealer: Sealer; readonly repeater: Repeater } | undefined;

  private constructor(dataSource: DataSource, definition: StorageDefinition, log: Log) {
    const { committer, events } = definition;
    this.#dataSource = dataSource;
    this.#log = log;
    this.pool = poolOf(dataSource);
    // Without a listener, a connection that breaks while idle ends the process.
    this.pool.on('error', (error) => log.warn(`an idle connection broke: ${error.message}`));
    const upcasters = events?.upcasters;
    this.store = new PgEventStore(this.pool, { ...committer, ...(upcasters && { upcasters }) });
  }

  static async open(
    context: string,
    definition: StorageDefinition,
    connection: BusConnection,
    config: BusConfig,
    log: Log,
  ): Promise<Storage> {
    const dataSource = await openDatabase(definition.config, context, definition.entities);
    const storage = new Storage(dataSource, definition, log);
    if (definition.events) {
      const streams = replicated([EVENTS, ...(definition.events.sendsTo ?? [])], config);
      storage.#connect(context, definition.events, new JetStreamBus(connection, { streams }));
    }
    return storage;
  }

  /** What handlers can inject. */
  providers(): readonly Provider[] {
    return [
      { provide: PgEventStore, useValue: this.store },
      { provide: DataSource, useValue: this.#dataSource },
      ...(this.#sender ? [{ provide: Repeater, useValue: this.#sender.repeater }] : []),
    ];
  }

  get sealer(): Sealer | undefined {
    return this.#sender?.sealer;
  }

  /** Throws while the database does not. */
  async answers(): Promise<void> {
    await this.pool.query('select 1');
  }

  start(): void {
    this.sealer?.start();
    this.#housekeeping.start();
  }

  /** Everything that was handed to it is written; another instance takes over what is left. */
  async drain(): Promise<void> {
    await this.#housekeeping.stop();
    await this.store.settled();
    await this.sealer?.stop();
  }

  async close(): Promise<void> {
    await this.#dataSource.destroy();
  }

  #connect(
    source: string,
    { subjects, subjectOf }: NonNullable<StorageDefinition['events']>,
    bus: Bus,
  ): void {
    const log = this.#log;
    this.#sender = {
      repeater: new Repeater(this.pool, bus, { source, subjectOf }),
      sealer: new Sealer(this.pool, this.store, bus, {
        source,
        subjects,
        subjectOf,
        log: {
          info: (sentence) => log.info(sentence),
          warn: (sentence) => log.warn(sentence),
          error: (sentence) => log.error(sentence),
        },
      }),
    };
  }
}
