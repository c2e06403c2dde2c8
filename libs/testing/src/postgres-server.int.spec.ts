import { mkdtempSync, chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import {
  leakGuard,
  startPostgres,
  until,
  withClient,
  type PostgresOptions,
  type PostgresServer,
} from '@ferrule/testing';
import { killWithGuard, orphanOwner } from './orphan-owner.ts';
import { identify } from './process-identity.ts';

leakGuard();

const directory = mkdtempSync(join(tmpdir(), 'ferrule-postgres-'));
chmodSync(directory, 0o711);
const dataDir = join(directory, 'data');
const running = new Set<PostgresServer>();
const start = async (options: Partial<PostgresOptions> = {}): Promise<PostgresServer> => {
  const server = await startPostgres({ dataDir, ...options });
  running.add(server);
  return server;
};
const ask = async (server: PostgresServer, sql: string): Promise<unknown> =>
  withClient(server.url, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  });

afterEach(async () => {
  for (const server of running) await server.stop();
  running.clear();
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('an embedded Postgres', () => {
  it('keeps its data through a stop, under another owner and on another port', async () => {
    const first = await start();
    await ask(first, `CREATE TABLE note AS SELECT 'kept' AS text`);
    await first.stop();
    const second = await start();
    expect(await ask(second, 'SELECT text FROM note')).toBe('kept');
    expect(second.port).not.toBe(first.port);
  });

  it('syncs what it commits, unless it is for tests', async () => {
    expect(await ask(await start(), 'SHOW fsync')).toBe('on');
    const other = await start({ dataDir: join(directory, 'ephemeral'), ephemeral: true });
    expect(await ask(other, 'SHOW fsync')).toBe('off');
    await other.discard();
  });

  it('listens on the loopback interface and nowhere else', async () => {
    const server = await start();
    expect(await ask(server, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await ask(server, 'SHOW unix_socket_directories')).toBe('');
  });

  it('takes settings, sorts by code point and speaks UTF-8 and UTC on every machine', async () => {
    const server = await start({ settings: { work_mem: '3MB' } });
    expect(await ask(server, 'SHOW work_mem')).toBe('3MB');
    expect(await ask(server, `SELECT 'a' > 'B' AND 'ä' > 'z'`)).toBe(true);
    expect(await ask(server, 'SHOW server_encoding')).toBe('UTF8');
    expect(await ask(server, 'SHOW timezone')).toBe('UTC');
  });

  it('recovers what was committed when it was killed', async () => {
    const server = await start();
    await ask(server, `CREATE TABLE IF NOT EXISTS crash (text text)`);
    await ask(server, `INSERT INTO crash VALUES ('committed')`);
    await server.kill();
    await server.restart();
    expect(await ask(server, `SELECT text FROM crash`)).toBe('committed');
  });

  it('starts over the lock file of a crash whose process id another process has by now', async () => {
    const server = await start();
    const lock = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8');
    await server.stop();
    // Of the same account, or Postgres knows by itself that it cannot be one of its own.
    const other = await start({ dataDir: join(directory, 'other'), ephemeral: true });
    writeFileSync(join(dataDir, 'postmaster.pid'), lock.replace(/^\d+/, String(other.pid)));
    expect(await ask(await start(), 'SELECT 1')).toBe(1);
    await other.discard();
  });

  it('stops one that nobody owns any more', async () => {
    const { pid } = await start();
    rmSync(`${dataDir}.owner.json`);
    const second = await start();
    expect(identify(pid)).toBeUndefined();
    expect(await ask(second, 'SELECT 1')).toBe(1);
  });

  it('is not started twice on one directory while the first owner lives', async () => {
    await start();
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      /Postgres is already running \(process \d+\) for process \d+, which still needs it/,
    );
  });

  it('says so when the password is not the one of the first start', async () => {
    await expect(startPostgres({ dataDir, password: 'another' })).rejects.toThrow(
      'with another password than the one given',
    );
  });

  it('says so when the data is of another version', async () => {
    const version = join(dataDir, 'PG_VERSION');
    writeFileSync(version, '17\n');
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      /was made by Postgres 17, and Postgres 18 is installed/,
    );
    writeFileSync(version, '18\n');
  });

  it('says what the server said when it does not start', async () => {
    await expect(start({ settings: { no_such_setting: '1' } })).rejects.toThrow(
      /Postgres ended with code 1 before it was ready:\n.*no_such_setting/s,
    );
  });

  it('ends when its owner is killed', async () => {
    const { owner, serverPid } = await orphanOwner('./postgres-server.ts', 'startPostgres', {
      dataDir,
    });
    owner.kill('SIGKILL');
    await until(() => identify(serverPid) === undefined, { message: 'the orphan to end' });
  });

  it('starts where one was left behind, and ends that one', async () => {
    const { owner, serverPid } = await orphanOwner('./postgres-server.ts', 'startPostgres', {
      dataDir,
    });
    await killWithGuard(owner, serverPid);
    expect(identify(serverPid)).toBeDefined();
    expect(await ask(await start(), 'SELECT text FROM note')).toBe('kept');
    expect(identify(serverPid)).toBeUndefined();
  });

  it('leaves nothing behind when it is discarded', async () => {
    const server = await start();
    await server.discard();
    running.delete(server);
    expect(readdirSync(directory)).toEqual([]);
  });
});
