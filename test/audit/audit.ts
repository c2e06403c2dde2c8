import { eventsController, prepareDatabase } from '@ferrule/service';
import {
  type BusConnection,
  connectBus,
  ensureTopology,
  EVENTS,
  QueryClient,
  queryTransport,
} from '@ferrule/messaging';
import { SigningKeys } from '@ferrule/ledger-chain';
import { freePort, type NatsInUse, until, useEventStore, useNats } from '@ferrule/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type pg from 'pg';
import { Instance } from './instance.ts';
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
  start(env?: Readonly<Record<string, string>>): Promise<Instance>;
  /** The API, before the audit service or after it. */
  startApi(): Promise<Instance>;
  stopAll(): Promise<void>;
  /** Entries of the service `store`, in the order of the ledger. */
  written(): Promise<readonly Written[]>;
  ask<Answer>(subject: string, data: object): Promise<Answer>;
}

const login = (url: string, user: string): string => {
  const as = new URL(url);
  // The server is shared by all specs and a role is the server's: each file gives it the same password.
  [as.username, as.password] = [user, user.endsWith('_owner') ? 'owner' : 'service'];
  return as.toString();
};

export const SIGNING_KEY = SigningKeys.newKey('k1');

/** The audit service as it is deployed, and one service whose events it writes down. */
export const useAudit = (more: Readonly<Record<string, string>> = {}): AuditInUse => {
  const nats = useNats();
  const inUse = useEventStore();
  const instances: Instance[] = [];
  let connection: BusConnection | undefined;
  let service: INestMicroservice | undefined;
  let source: Source | undefined;
  let pools: { readonly pool: pg.Pool; readonly superuser: pg.Pool } | undefined;

  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('it is there from beforeAll on, not before');
    return value;
  };
  const env = (): Record<string, string> => ({
    FERRULE_AUDIT_DATABASE_URL: login(inUse.database.url, 'audit'),
    FERRULE_BUS_SERVERS: nats.url,
    FERRULE_AUDIT_INGEST_SOURCES: 'store,audit',
    FERRULE_AUDIT_INGEST_GRACE: '300ms',
    FERRULE_AUDIT_INGEST_PATROL: '500ms',
    FERRULE_AUDIT_CHECKPOINT_KEYS: SIGNING_KEY,
    ...more,
  });
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
  const stopAll = async (): Promise<void> => {
    await Promise.all(instances.splice(0).map((instance) => instance.stop('SIGKILL')));
  };

  const begin = async (
    file: 'main.ts' | '../../api/src/main.ts',
    name: string,
    settings: Readonly<Record<string, string>>,
  ): Promise<Instance> => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const listening = { [`FERRULE_${name}_HTTP_PORT`]: String(port) };
    const instance = new Instance(file, { ...settings, ...listening }, url);
    instances.push(instance);
    await until(
      async () =>
        instance.isOver ||
        (await fetch(`${url}/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        )),
      { timeout: 60_000, message: 'the service to be ready' },
    );
    if (instance.isOver) throw new Error(`it ended by ${await instance.ended()}: ${instance.said}`);
    return instance;
  };

  beforeAll(async () => {
    const { url } = inUse.database;
    await prepareDatabase(url, [{ schema: 'audit', password: 'service', ownerPassword: 'owner' }]);
    const migration = new Instance('migrate.ts', {
      ...env(),
      FERRULE_AUDIT_DATABASE_OWNER_URL: login(url, 'audit_owner'),
    });
    const end = await migration.ended();
    if (end !== 'code 0') throw new Error(`the migration ended by ${end}: ${migration.said}`);
    const options = '-c search_path=audit,public -c transaction_timeout=0';
    pools = {
      pool: inUse.database.pool({ connectionString: login(url, 'audit'), options }),
      superuser: inUse.database.pool({ options }),
    };
    connection = await connectBus({ servers: nats.url, name: 'spec' });
    await ensureTopology(await connection.manager(), { streams: [EVENTS] });
    source = new Source(inUse.pool(), () => there(connection));
    await answer(true);
  }, 60_000);
  afterAll(async () => {
    await stopAll();
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
      return login(inUse.database.url, 'audit');
    },
    answer,
    stopAll,
    start: (own = {}) => begin('main.ts', 'AUDIT', { ...env(), ...own }),
    startApi: () => begin('../../api/src/main.ts', 'API', { FERRULE_BUS_SERVERS: nats.url }),
    written: async () => {
      const { rows } = await there(pools).pool.query<Written>(
        `select entry::int, source, sequence::int, id from audit.entry where source = 'store' order by entry`,
      );
      return rows;
    },
    ask: (subject, data) => new QueryClient(there(connection)).ask(subject, data),
  };
};
