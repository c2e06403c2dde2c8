import { PgEventStore } from '@ferrule/event-store';
import type { Envelope } from '@ferrule/kernel';
import {
  type BusConnection,
  Consume,
  type ConsumerDeclaration,
  EVENTS,
  JetStreamServer,
  type StreamDeclaration,
} from '@ferrule/messaging';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Database } from './database.ts';
import { type Ground, meta } from './ground.ts';

export interface Effect {
  readonly id: string;
  readonly sequence: number;
  readonly stream: string;
  readonly n: number;
}

/** Another service that does something once for every message. */
export interface Consumer {
  readonly store: PgEventStore;
  /** How often it was handed a message, repeats included. */
  deliveries(): number;
  /** What it did, once committed. */
  effects(): Promise<readonly Effect[]>;
}

export interface ConsumerOptions {
  readonly stream?: StreamDeclaration;
  readonly filter?: string;
  readonly servers?: string;
  /** Called once the effect is committed, before the message is acknowledged. */
  readonly after?: (envelope: Envelope) => Promise<void>;
}

const waiting = { baseMs: 20, capMs: 100 };

/** Its inbox and its effects share a transaction in a database of its own. */
export const consume = async (
  ground: Ground,
  database: Database,
  options: ConsumerOptions = {},
): Promise<Consumer> => {
  const { stream = EVENTS, filter = 'evt.store.>' } = options;
  const declared: ConsumerDeclaration = {
    stream: stream.name,
    durable: 'reader',
    filter,
    ackWaitMs: 1_000,
    maxDeliveries: 1_000,
  };
  const store = new PgEventStore(database.pool());
  const connection: BusConnection = await ground.connect(options.servers);
  let deliveries = 0;

  @Controller()
  class Reader {
    @Consume(declared)
    async handle(envelope: Envelope): Promise<void> {
      deliveries += 1;
      const { n } = JSON.parse(envelope.body) as { n: number };
      const { id, sequence = 0, subject = '' } = envelope;
      await store.append({
        stream: `effect-of-${subject}`,
        expected: 'any',
        events: [{ type: 'Noted', data: { id, sequence, stream: subject, n } satisfies Effect }],
        once: { consumer: declared.durable, message: id },
        meta,
      });
      await options.after?.(envelope);
    }
  }
  @Module({ controllers: [Reader] })
  class ReaderModule {}

  const strategy = new JetStreamServer({
    connection,
    streams: [stream],
    retry: waiting,
    heartbeatMs: 200,
    drainMs: 5_000,
    onDrift: 'report',
  });
  const app = await NestFactory.createMicroservice(ReaderModule, {
    strategy,
    logger: false,
    abortOnError: false,
  });
  ground.atEnd(() => app.close());
  await app.listen();
  const pool = database.pool();
  return {
    store,
    deliveries: () => deliveries,
    effects: async () => {
      const { rows } = await pool.query<{ body: string }>('select body from event order by pos');
      return rows.map(({ body }) => JSON.parse(body) as Effect);
    },
  };
};
