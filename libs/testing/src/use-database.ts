import pg from 'pg';
import { atEndOfFile } from './end-of-file.ts';
import { jestScope } from './jest-scope.ts';
import { leakGuard } from './leak-guard.ts';
import { sharedPostgres, type SharedServer } from './shared-servers.ts';
import {
  sessionsOf,
  testDatabase,
  withClient,
  type DatabaseTemplate,
  type Role,
  type TestDatabase,
} from './test-database.ts';
import { until } from './until.ts';

export interface DatabaseInUse {
  /** As superuser. */
  readonly url: string;
  readonly name: string;
  urlFor(role: Role): string;
  /** A pool that is ended with the spec file, which fails when a client of it is still checked out. */
  pool(options?: pg.PoolConfig): pg.Pool;
  /** The server under it, for specs that stop or kill it. */
  readonly server: SharedServer;
}

/**
 * A fresh database for the specs of this file, there from the first `beforeAll` on. At the end
 * it is dropped, and the file fails when anyone is still connected to it.
 */
export function useDatabase(template: DatabaseTemplate): DatabaseInUse {
  const { beforeAll } = jestScope();
  leakGuard();
  const pools: pg.Pool[] = [];
  let opened: { database: TestDatabase; server: SharedServer } | undefined;
  const current = (): { database: TestDatabase; server: SharedServer } => {
    if (opened === undefined)
      throw new Error('the database is there from beforeAll on, not before');
    return opened;
  };

  beforeAll(async () => {
    opened = { server: await sharedPostgres(), database: await testDatabase(template) };
  }, 60_000);
  atEndOfFile(async () => {
    if (opened === undefined) return;
    const { url } = await sharedPostgres(); // and alive again, should a spec have ended it
    try {
      await endPools(pools);
      await refuseSessions(url, opened.database.name);
    } finally {
      await opened.database.drop();
    }
  });

  return {
    get url() {
      return current().database.url;
    },
    get name() {
      return current().database.name;
    },
    get server() {
      return current().server;
    },
    urlFor: (role) => current().database.urlFor(role),
    pool: (options) => {
      const pool = new pg.Pool({ connectionString: current().database.url, ...options });
      pool.on('error', () => undefined); // an idle connection that a spec cut; the next query tells
      pools.push(pool);
      return pool;
    },
  };
}

async function endPools(pools: readonly pg.Pool[]): Promise<void> {
  const open = pools.filter((pool) => !pool.ending);
  const busy = open
    .map((pool) => pool.totalCount - pool.idleCount)
    .filter((clients) => clients > 0);
  // `end` waits for clients that nobody will return.
  const ended = Promise.all(open.map((pool) => pool.end()));
  if (busy.length === 0) await ended;
  else throw new Error(`${busy.length} pool(s) with ${busy.join(', ')} client(s) never released`);
}

async function refuseSessions(adminUrl: string, database: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    let sessions: readonly string[] = [];
    const left = await until(
      async () => {
        sessions = await sessionsOf(client, database);
        return sessions.length === 0;
      },
      { timeout: 2_000 },
    ).catch(() => false);
    if (!left) throw new Error(`connections left open to the database:\n${sessions.join('\n')}`);
  });
}
