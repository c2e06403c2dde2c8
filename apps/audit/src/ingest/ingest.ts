import { poolOf, askEventsFrom } from '@ferrule/service';
import { PgEventStore } from '@ferrule/event-store';
import { Health } from '@ferrule/http';
import { BusConnection, QueryClient } from '@ferrule/messaging';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditConfig } from '../config.ts';
import { BusFeed } from './bus-feed.ts';
import { LedgerWriter } from './ledger-writer.ts';

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
    { bus, ingest }: AuditConfig,
    health: Health,
  ) {
    const warn = (sentence: string): void => this.#logger.warn(sentence);
    this.#writer = new LedgerWriter(poolOf(dataSource), {
      sources: ingest.sources,
      graceMs: ingest.grace,
      patrolMs: ingest.patrol,
      feed: (take) =>
        new BusFeed(connection, { onDrift: bus.onDrift, replicas: bus.replicas, warn, take }),
      ask: (source, after, limit) => askEventsFrom(queries, source, after, limit),
      follow: () => Promise.resolve({ wrote: () => undefined, turn: () => Promise.resolve() }),
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

/** What the ledger does by itself, for everybody whose events are in it. */
export const OWN = { correlationId: 'ledger', actor: 'service:audit', tenant: 'ferrule' } as const;
