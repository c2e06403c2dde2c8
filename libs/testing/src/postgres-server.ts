import { mkdir, readFile, readlink, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { findPostgres, launchOf } from './postgres-binaries.ts';
import { ensureCluster, postgresEnvironment } from './postgres-cluster.ts';
import { identify } from './process-identity.ts';
import { ServerProcess } from './server-process.ts';
import { terminate } from './server-record.ts';

export interface PostgresOptions {
  /** Made where it is missing. The log and a note of the owner lie beside it. */
  readonly dataDir: string;
  readonly port?: number;
  /** Of the superuser `postgres`; holds from the first start on. */
  readonly password?: string;
  /**
   * For tests: nothing is synced to disk, so that a power failure would lose the data, and the
   * directory goes when this process dies before it stopped the server.
   */
  readonly ephemeral?: boolean;
  /** Server settings by name, over the ones chosen here. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly onUnexpectedExit?: (error: Error) => void;
}

export interface PostgresServer {
  /** As superuser, to the database `postgres`. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** Ends sessions, writes a checkpoint and stops. */
  stop(): Promise<void>;
  /** SIGKILL to the server, as in a crash; the next start recovers from its log. */
  kill(): Promise<void>;
  /** Stops it if it runs, and starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Stops it and deletes its data. */
  discard(): Promise<void>;
}

const DURABLE = {
  shared_buffers: '64MB',
  max_connections: '200',
  max_prepared_transactions: '0',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] %q%u@%d ',
};

/** A commit is still written before it is answered: specs kill the server, not the machine. */
const EPHEMERAL = {
  ...DURABLE,
  fsync: 'off',
  full_page_writes: 'off',
  // Dies with the data directory; segments of the system outlive a server that was killed.
  dynamic_shared_memory_type: 'mmap',
  // The data may lie in memory.
  max_wal_size: '128MB',
  min_wal_size: '32MB',
};

/** Starts the embedded Postgres on the loopback interface, and resolves once it answers. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { password = 'postgres', ephemeral = false, settings = {}, onUnexpectedExit } = options;
  const dataDir = resolve(options.dataDir);
  const host = '127.0.0.1';
  const port = options.port ?? (await freePort());
  const url = `postgres://postgres:${encodeURIComponent(password)}@${host}:${port}/postgres`;
  await mkdir(dirname(dataDir), { recursive: true });
  const binaries = await findPostgres(dataDir);
  await ensureCluster(binaries, dataDir, { password, durable: !ephemeral });

  const fixed = { listen_addresses: host, unix_socket_directories: '' };
  const chosen = { ...(ephemeral ? EPHEMERAL : DURABLE), ...settings, ...fixed };
  const flags = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = new ServerProcess({
    label: 'Postgres',
    ...launchOf(binaries, binaries.postgres, ['-D', dataDir, '-p', String(port), ...flags]),
    env: postgresEnvironment(),
    port,
    logFile: `${dataDir}.log`,
    recordFile: `${dataDir}.owner.json`,
    stopSignal: 'SIGINT',
    prepare: () => clearLockFile(dataDir),
    isReady: () => answersPostgres(url),
    ...(ephemeral ? { removeWithOwner: dataDir } : {}),
    ...(onUnexpectedExit === undefined ? {} : { onUnexpectedExit }),
  });
  await startOnceOthersAreGone(server);
  return {
    url,
    host,
    port,
    get pid() {
      return server.pid;
    },
    stop: () => server.stop(),
    kill: () => server.kill(),
    restart: async () => {
      await server.stop();
      await startOnceOthersAreGone(server);
    },
    discard: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
      await rm(`${dataDir}.log`, { force: true });
    },
  };
}

/**
 * After SIGKILL the server's children need a moment to notice, and hold its shared memory until
 * then: a start in that moment is refused.
 */
async function startOnceOthersAreGone(server: ServerProcess): Promise<void> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    try {
      await server.start();
      return;
    } catch (error) {
      const isPassing =
        error instanceof Error && /pre-existing shared memory|is taken/.test(error.message);
      if (!isPassing || performance.now() > deadline) throw error;
      await pause(50);
    }
  }
}

/**
 * A crash leaves `postmaster.pid`. Postgres believes it when a process with that id lives, which
 * after a reboot of a small machine can be anything: only one that works in this directory counts,
 * and is stopped, since nobody who lives owns it.
 */
async function clearLockFile(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  const identity = Number.isNaN(pid) ? undefined : identify(pid);
  if (identity === undefined || process.platform !== 'linux') return; // Postgres finds out by itself
  const workplace = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  if (workplace === dataDir) await terminate(identity, 'SIGINT');
  else await rm(file, { force: true });
}

/** `false` as long as nobody answers; throws when the password is wrong, since that will not pass. */
export async function answersPostgres(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined); // the server may go away while it greets
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '28P01') {
      throw new Error('Postgres has data from before, with another password than the one given', {
        cause: error,
      });
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
