import { poolOf, askEventsFrom } from '@ferrule/service';
import { PgEventStore } from '@ferrule/event-store';
import { Health } from '@ferrule/http';
import { SigningKeys } from '@ferrule/ledger-chain';
import { BusConnection, QueryClient } from '@ferrule/messaging';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CheckpointKeeper } from '../checkpoint/checkpoint-keeper.ts';
import { checkpointWriter } from '../checkpoint/checkpoint-writer.ts';
import { CheckpointFile, CheckpointWebhook, type Outlet } from '../checkpoint/outlet.ts';
import { Outlets } from '../checkpoint/outlets.ts';
import { AuditConfig } from '../config.ts';
import { OWN } from '../own.ts';
import { RetentionKeeper } from '../retention/retention-keeper.ts';
import { BusFeed } from './bus-feed.ts';
import { type Follower, LedgerWriter } from './ledger-writer.ts';

/** Writes the ledger as long as the service runs, and tells how that goes. */
@Injectable()
export class Ingest implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #writer: LedgerWriter;
  readonly #logger = new Logger('Ledger');

  constructor(
    dataSource: DataSource,
    connection: BusConnection,
    queries: QueryClient,
    store: PgEventStore,
    { bus, ingest, checkpoint, retention }: AuditConfig,
    keys: SigningKeys,
    health: Health,
  ) {
    const warn = (sentence: string): void => this.#logger.warn(sentence);
    const pool = poolOf(dataSource);
    const outlets: readonly Outlet[] = [
      ...(checkpoint.file === undefined ? [] : [new CheckpointFile(checkpoint.file)]),
      ...(checkpoint.webhook === undefined
        ? []
        : [new CheckpointWebhook(checkpoint.webhook, pool)]),
    ];
    const write = checkpointWriter(store);
    this.#writer = new LedgerWriter(pool, {
      sources: ingest.sources,
      graceMs: ingest.grace,
      patrolMs: ingest.patrol,
      feed: (take) =>
        new BusFeed(connection, { onDrift: bus.onDrift, replicas: bus.replicas, warn, take }),
      ask: (source, after, limit) => askEventsFrom(queries, source, after, limit),
      follow: async (client): Promise<Follower> => {
        const outside = new Outlets(outlets, { db: pool, warn });
        try {
          const keeper = await CheckpointKeeper.resume(client, {
            every: checkpoint.every,
            interval: checkpoint.interval,
            keys,
            write,
            signed: () => outside.wake(),
          });
          const expiring = new RetentionKeeper(retention, keys, store);
          return {
            wrote: (entries) => keeper.wrote(entries),
            turn: async (db) => {
              await keeper.turn(db);
              await expiring.turn(db);
            },
            close: () => outside.close(),
          };
        } catch (error) {
          await outside.close();
          throw error;
        }
      },
      filled: async (gap) => {
        await store.append({
          stream: `source-${gap.source}`,
          expected: 'any',
          events: [{ type: 'GapFilled', data: gap }],
          meta: OWN,
        });
      },
      log: { info: (sentence) => this.#logger.log(sentence), warn },
    });
    health.add('ledger', () => {
      const { writes, pulls, missing } = this.#writer.state;
      if (writes && !pulls) throw new Error('the ledger hears nothing from the bus');
      return Promise.resolve({ writes, missing });
    });
  }

  onApplicationBootstrap(): void {
    this.#writer.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#writer.stop();
  }
}
