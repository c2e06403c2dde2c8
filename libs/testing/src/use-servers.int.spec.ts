import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, nanos, type NatsConnection } from '@nats-io/transport-node';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type pg from 'pg';
import {
  ensureRole,
  sharedNats,
  sharedPostgres,
  testDatabase,
  until,
  useDatabase,
  useNats,
  withClient,
} from '@ferrule/testing';

let migrations = 0;
const pools = {
  name: 'Pools & leases',
  migrate: async (url: string) => {
    migrations++;
    await withClient(url, (client) => client.query('CREATE TABLE pool (id text PRIMARY KEY)'));
  },
};

const database = useDatabase(pools);
const nats = useNats();
const guarded = useNats({
  config: `authorization {
    users: [
      { user: billing, password: secret, permissions: { publish: ["cmd.billing", "$JS.API.INFO"], subscribe: "_INBOX.>" } }
    ]
  }`,
});

let pool: pg.Pool;
beforeAll(() => {
  pool = database.pool();
});
afterAll(async () => {
  await pool.query('SELECT 1'); // still there for hooks defined below useDatabase
});

describe('a database for a spec file', () => {
  it('has the schema of its template and none of the rows of its siblings', async () => {
    await pool.query(`INSERT INTO pool VALUES ('a')`);
    const sibling = await testDatabase(pools);
    try {
      const rows = await withClient(sibling.url, (client) => client.query('SELECT id FROM pool'));
      expect(rows.rowCount).toBe(0);
      expect(sibling.name).toMatch(/^pools_leases_[0-9a-f]{10}$/);
    } finally {
      await sibling.drop();
    }
  });

  it('is cloned from a template that was migrated once', () => {
    expect(migrations).toBe(1);
  });

  it('is a new template when the migrations are others', async () => {
    const tableOf = async (sql: string): Promise<string | null | undefined> => {
      const { url, drop } = await testDatabase({
        name: pools.name,
        content: sql,
        migrate: async (template) => {
          await withClient(template, (client) => client.query(sql));
        },
      });
      const { rows } = await withClient(url, (client) =>
        client.query<{ there: string | null }>(`SELECT to_regclass('lease') AS there`),
      );
      await drop();
      return rows[0]?.there;
    };
    expect(await tableOf('CREATE TABLE lease ()')).toBe('lease');
    expect(await tableOf('CREATE TABLE tenure ()')).toBeNull();
  });

  it('is migrated again after a migration that failed half way', async () => {
    let fails = true;
    const halting = {
      name: 'halting',
      migrate: async (url: string) => {
        await withClient(url, async (client) => {
          await client.query('CREATE TABLE half ()');
          if (fails) throw new Error('the lights went out');
          await client.query('CREATE TABLE whole ()');
        });
      },
    };
    await expect(testDatabase(halting)).rejects.toThrow('the lights went out');
    fails = false;
    const { url, drop } = await testDatabase(halting);
    const { rows } = await withClient(url, (client) =>
      client.query(`SELECT to_regclass('half') AS half, to_regclass('whole') AS whole`),
    );
    expect(rows).toEqual([{ half: 'half', whole: 'whole' }]);
    await drop();
  });

  it('comes from a template that nobody can change any more', async () => {
    const { url } = await sharedPostgres();
    const { rows } = await withClient(url, (client) =>
      client.query(
        `SELECT datname FROM pg_database WHERE datname ~ '^template_(pools|halting)' AND datallowconn`,
      ),
    );
    expect(rows).toEqual([]);
  });

  it('is reached by a role under its own name, and not with another password', async () => {
    const { url: adminUrl } = await sharedPostgres();
    const role = { name: 'spec role', password: `it's "p@ss/word"` };
    await ensureRole(adminUrl, { ...role, password: 'an older one' });
    await ensureRole(adminUrl, role);
    const whoAmI = await withClient(database.urlFor(role), (client) =>
      client.query('SELECT current_user, current_database()'),
    );
    expect(whoAmI.rows).toEqual([{ current_user: role.name, current_database: database.name }]);
    const wrong = withClient(database.urlFor({ ...role, password: 'an older one' }), (client) =>
      client.query('SELECT 1'),
    );
    await expect(wrong).rejects.toThrow('password authentication failed');
  });

  it('is there again, with its rows, after its server was killed', async () => {
    await pool.query(`INSERT INTO pool VALUES ('b')`);
    await database.server.kill();
    await expect(pool.query('SELECT 1')).rejects.toThrow();
    await database.server.restart();
    const { rowCount } = await pool.query(`SELECT id FROM pool WHERE id = 'b'`);
    expect(rowCount).toBe(1);
  });

  it('is on the same server for whoever asks next, also after one stopped it', async () => {
    await database.server.stop();
    const { url } = await sharedPostgres();
    expect(new URL(url).host).toBe(new URL(database.url).host);
    await withClient(database.url, (client) => client.query('SELECT 1'));
  });
});

describe('a NATS server for a spec file', () => {
  const withNats = async <T>(use: (connection: NatsConnection) => Promise<T>): Promise<T> => {
    const connection = await connect({ servers: nats.url });
    try {
      return await use(connection);
    } finally {
      await connection.close();
    }
  };
  const publishKept = (): Promise<unknown> =>
    withNats(async (connection) => {
      const manager = await jetstreamManager(connection);
      await manager.streams.add({
        name: 'KEPT',
        subjects: ['kept.>'],
        duplicate_window: nanos(1_000),
      });
      return jetstream(connection).publish('kept.one', 'x');
    });
  const messagesKept = (): Promise<number | undefined> =>
    withNats(async (connection) => {
      const streams = await (await jetstreamManager(connection)).streams.list().next();
      return streams[0]?.state.messages;
    });

  it('has no stream after a purge', async () => {
    await publishKept();
    await nats.purge();
    expect(await messagesKept()).toBeUndefined();
  });

  it('keeps its streams through a restart, and through SIGKILL', async () => {
    await publishKept();
    await nats.server.restart();
    expect(await messagesKept()).toBe(1);
    await nats.server.kill();
    await expect(connect({ servers: nats.url, reconnect: false })).rejects.toThrow();
    await nats.server.restart();
    expect(await messagesKept()).toBe(1);
  });

  it('is empty, at the same address, once its store was wiped', async () => {
    await nats.purge();
    await publishKept();
    await nats.server.wipeStore();
    expect(await messagesKept()).toBeUndefined();
  });

  it('is the same one for whoever asks next', async () => {
    expect((await sharedNats()).url).toBe(nats.url);
  });

  it('can be one of its own, with users who may do only what their permissions say', async () => {
    const refused: string[] = [];
    const billing = await connect({ servers: guarded.url, user: 'billing', pass: 'secret' });
    try {
      void (async () => {
        for await (const status of billing.status()) {
          if (status.type === 'error') refused.push(status.error.message);
        }
      })();
      billing.publish('cmd.billing');
      billing.publish('cmd.portal');
      await until(() => refused.length > 0);
      expect(refused).toEqual([expect.stringContaining('"cmd.portal"')]);
      expect(guarded.url).not.toBe(nats.url);
    } finally {
      await billing.close();
    }
  });
});
