import { eventsController } from '@ferrule/service';
import {
  type BusConnection,
  connectBus,
  ensureTopology,
  EVENTS,
  QueryClient,
  queryTransport,
} from '@ferrule/messaging';
import { SigningKeys } from '@ferrule/ledger-chain';
import { type NatsInUse, useEventStore, useNats } from '@ferrule/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type pg from 'pg';
import { API } from '../ground/edge-key.ts';
import type { Env, ServiceProcess } from '../ground/service-process.ts';
import { databaseEnv, loginOf, migrateFor, useServices } from '../ground/use-services.ts';
import { Source } from './source.ts';

export interface Written {
  readonly entry: number;
  readonly source: string;
  readonly sequence: number;
  readonly id: string;
}

export interface AuditInUse {
  readonly nats: NatsInUse;
  readonly connection: BusConnection;
  readonly source: Source;
  /** As the role of the service, and as one with every right on the database. */
  readonly pool: pg.Pool;
  readonly superuser: pg.Pool;
  readonly databaseUrl: string;
  /** Of the service `store`: whether it answers who asks it for its events. */
  answer(answers: boolean): Promise<void>;
  start(env?: Env): Promise<ServiceProcess>;
  /** The API, before the audit service or after it. */
  startApi(): Promise<ServiceProcess>;
  stopAll(): Promise<void>;
  /** Entries of the service `store`, in the order of the ledger. */
  written(): Promise<readonly Written[]>;
  ask<Answer>(subject: string, data: object): Promise<Answer>;
}

export const SIGNING_KEY = SigningKeys.newKey('k1');

/** The audit service as it is deployed, and one service whose events it writes down. */
export const useAudit = (more: Env = {}): AuditInUse => {
  const nats = useNats();
  const inUse = useEventStore();
  const { start, stopAll } = useServices();
  const audit = {
    app: 'audit',
    context: 'audit',
    settings: {
      FERRULE_AUDIT_INGEST_SOURCES: 'store,audit',
      FERRULE_AUDIT_INGEST_GRACE: '300ms',
      FERRULE_AUDIT_INGEST_PATROL: '500ms',
      FERRULE_AUDIT_CHECKPOINT_KEYS: SIGNING_KEY,
      ...more,
    },
  };
  let connection: BusConnection | undefined;
  let service: INestMicroservice | undefined;
  let source: Source | undefined;
  let pools: { readonly pool: pg.Pool; readonly superuser: pg.Pool } | undefined;

  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('it is there from beforeAll on, not before');
    return value;
  };
  const answer = async (answers: boolean): Promise<void> => {
    await service?.close();
    service = undefined;
    if (!answers) return;
    @Module({ controllers: [eventsController('store', inUse.pool())] })
    class Store {}
    service = await NestFactory.createMicroservice(Store, {
      ...queryTransport({ servers: nats.url, name: 'store', queue: 'store' }),
      logger: false,
    });
    await service.listen();
  };

  beforeAll(async () => {
    const { url } = inUse.database;
    await migrateFor(audit, url);
    const options = '-c search_path=audit,public -c transaction_timeout=0';
    pools = {
      pool: inUse.database.pool({ connectionString: loginOf(url, 'audit'), options }),
      superuser: inUse.database.pool({ options }),
    };
    connection = await connectBus({ servers: nats.url, name: 'spec' });
    await ensureTopology(await connection.manager(), { streams: [EVENTS] });
    source = new Source(inUse.pool(), () => there(connection));
    await answer(true);
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await connection?.close();
  }, 30_000);

  return {
    nats,
    get connection() {
      return there(connection);
    },
    get source() {
      return there(source);
    },
    get pool() {
      return there(pools).pool;
    },
    get superuser() {
      return there(pools).superuser;
    },
    get databaseUrl() {
      return loginOf(inUse.database.url, 'audit');
    },
    answer,
    stopAll,
    start: (own) =>
      start(audit, {
        ...databaseEnv(audit, inUse.database.url),
        FERRULE_BUS_SERVERS: nats.url,
        ...own,
      }),
    startApi: async () => {
      const { url } = inUse.database;
      await migrateFor(API, url);
      return start(API, { ...databaseEnv(API, url), FERRULE_BUS_SERVERS: nats.url });
    },
    written: async () => {
      const { rows } = await there(pools).pool.query<Written>(
        `select entry::int, source, sequence::int, id from audit.entry where source = 'store' order by entry`,
      );
      return rows;
    },
    ask: (subject, data) => new QueryClient(there(connection)).ask(subject, data),
  };
};
