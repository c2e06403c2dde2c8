import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isDisconnection } from '@ferrule/service';
import { freePort, until, useDatabase } from '@ferrule/testing';
import pg from 'pg';

const database = useDatabase({ name: 'disconnection', migrate: () => Promise.resolve() });

/** Whatever a piece of work fails of. */
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

const open = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const pidOf = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
};
const end = (pid: number) => database.pool().query('select pg_terminate_backend($1)', [pid]);

/** The way to the server, which can be cut. */
const sockets = new Set<Socket>();
let way: Server;

beforeAll(async () => {
  const { hostname, port } = new URL(database.url);
  way = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  way.close();
});

const overWay = (): string => {
  const url = new URL(database.url);
  url.port = String((way.address() as AddressInfo).port);
  return url.toString();
};

describe('a connection that was lost under a question', () => {
  it('is one that the server ended', async () => {
    const client = await open(database.url);
    const pid = await pidOf(client);
    const asked = failureOf(client.query('select pg_sleep(60)'));
    await end(pid);
    expect(isDisconnection(await asked)).toBe(true);
    // And so is what is asked afterwards.
    expect(isDisconnection(await failureOf(client.query('select 1')))).toBe(true);
  });

  it('is one whose way was cut', async () => {
    const client = await open(overWay());
    const pid = await pidOf(client);
    const asked = failureOf(client.query('select pg_sleep(60)'));
    await until(async () => {
      const { rows } = await database
        .pool()
        .query(`select 1 from pg_stat_activity where pid = $1 and query like '%sleep%'`, [pid]);
      return rows.length > 0;
    });
    for (const socket of sockets) socket.destroy();
    expect(isDisconnection(await asked)).toBe(true);
    expect(isDisconnection(await failureOf(client.query('select 1')))).toBe(true);
    // The server has not noticed yet.
    await end(pid);
  });
});

describe('what is no lost connection', () => {
  it('is a question that the server refuses, whatever it says', async () => {
    const client = await open(database.url);
    const refused = await failureOf(
      client.query(`do $$ begin raise exception 'connection terminated unexpectedly'; end $$`),
    );
    expect(refused).toMatchObject({ message: 'connection terminated unexpectedly' });
    expect(isDisconnection(refused)).toBe(false);
    await client.end();
  });

  it('is a server that is not there, or nothing at all', async () => {
    const nowhere = new URL(database.url);
    nowhere.port = String(await freePort());
    expect(isDisconnection(await failureOf(open(nowhere.toString())))).toBe(false);
    expect(isDisconnection('connection terminated')).toBe(false);
    expect(isDisconnection(undefined)).toBe(false);
  });
});
