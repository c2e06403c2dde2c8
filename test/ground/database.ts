import { randomBytes } from 'node:crypto';
import { useEventStore, withClient } from '@ferrule/testing';
import pg from 'pg';

const ROLE = { name: 'store', password: 'store' };

/** A database with an event store in it, which lives as long as a spec. */
export interface Database {
  readonly name: string;
  /** Where a process of its own connects, as the role that a service runs as. */
  readonly url: string;
  /** As that role. */
  pool(options?: pg.PoolConfig): pg.Pool;
  superuser(): pg.Pool;
  /** Cuts every connection to it: the only moment at which it can be copied. */
  readonly close: () => Promise<void>;
}

export interface Databases {
  /** An empty one, or a copy of the one given, which is what a restored backup is. */
  create(from?: Database): Promise<Database>;
  dropAll(): Promise<void>;
  readonly server: { kill(): Promise<void>; restart(): Promise<void> };
}

/** A spec may kill, fill or restore its database: each has its own, cloned from an untouched one. */
export const useDatabases = (sql = ''): Databases => {
  const untouched = useEventStore(sql).database;
  const made: Database[] = [];
  const admin = (statement: string) =>
    withClient(untouched.server.url, (client) => client.query(statement));

  const create = async (from?: Database): Promise<Database> => {
    const name = `ground_${randomBytes(5).toString('hex')}`;
    const template = from?.name ?? untouched.name;
    await admin(`create database "${name}" template "${template}" strategy file_copy`);
    const urlIn = (server: string): string => {
      const url = new URL(server);
      url.pathname = `/${name}`;
      return url.toString();
    };
    const pools: pg.Pool[] = [];
    const open = (connectionString: string, options?: pg.PoolConfig): pg.Pool => {
      const searchPath = '-c search_path=store,public';
      const pool = new pg.Pool({ connectionString, options: searchPath, ...options });
      pool.on('error', () => undefined); // an idle connection that a spec cut; the next query tells
      pools.push(pool);
      return pool;
    };
    const url = urlIn(untouched.urlFor(ROLE));
    const database: Database = {
      name,
      url,
      pool: (options) => open(url, options),
      superuser: () => open(urlIn(untouched.server.url)),
      close: async () => {
        await Promise.all(pools.splice(0).map((pool) => pool.end()));
      },
    };
    made.push(database);
    return database;
  };
  return {
    create,
    dropAll: async () => {
      for (const { name, close } of made.splice(0)) {
        await close();
        await admin(`drop database if exists "${name}" with (force)`);
      }
    },
    get server() {
      return untouched.server;
    },
  };
};
