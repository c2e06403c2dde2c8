import { eventStoreSql, type EventStoreOptions, PgEventStore } from '@ferrule/event-store';
import type pg from 'pg';
import { ensureRole, withClient } from './test-database.ts';
import { type DatabaseInUse, useDatabase } from './use-database.ts';

const owner = { name: 'store_owner', password: 'store_owner' };
const service = { name: 'store', password: 'store' };

export interface EventStoreInUse {
  readonly database: DatabaseInUse;
  /** As the role that a service runs as: it may append and read, and nothing else. */
  pool(options?: pg.PoolConfig): pg.Pool;
  /** As the owner of the schema, who may do everything but change what is recorded. */
  ownerPool(): pg.Pool;
  superuserPool(): pg.Pool;
  /** A store on a pool of its own. */
  open(options?: EventStoreOptions): PgEventStore;
}

/** An empty event store in a schema `store`, with `sql` beside it: read models, as its owner. */
export const useEventStore = (sql = ''): EventStoreInUse => {
  const database = useDatabase({
    name: 'event store',
    content: sql,
    migrate: async (url) => {
      await ensureRole(url, owner);
      await ensureRole(url, service);
      await withClient(url, async (client) => {
        await client.query('create extension if not exists btree_gist');
        await client.query(`create schema store authorization ${owner.name}`);
        await client.query(`set role ${owner.name}; set search_path = store, public`);
        await client.query(eventStoreSql('store', service.name));
        if (sql !== '') await client.query(sql);
      });
    },
  });
  const as = (connectionString: string, options?: pg.PoolConfig): pg.Pool =>
    database.pool({ connectionString, options: '-c search_path=store,public', ...options });
  const pool = (options?: pg.PoolConfig): pg.Pool => as(database.urlFor(service), options);
  return {
    database,
    pool,
    ownerPool: () => as(database.urlFor(owner)),
    superuserPool: () => as(database.url),
    open: (options) => new PgEventStore(pool(), options),
  };
};
