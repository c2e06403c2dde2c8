import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BusConnection, connectBus, QueryClient } from '@ferrule/messaging';
import { IPAM_QUERIES } from '@ferrule/ipam-contracts';
import { prepareDatabase } from '@ferrule/service';
import { freePort, startNatsServer, startPostgres, until, withClient } from '@ferrule/testing';
import pg from 'pg';
import { root } from '../check/program.ts';

const INSTANCES = 2;
/** Nobody but this run reaches the servers. */
const PASSWORD = 'sequences';

/** Two processes of the service, with a Postgres and a NATS of their own. */
export interface Ground {
  readonly bus: BusConnection;
  /** As an administrator, in the service's schema. */
  readonly database: pg.Pool;
  /** SIGKILL to some of the processes, and another in the place of each. */
  kill(instances: readonly number[]): Promise<void>;
  readonly kills: number;
  /** The end of what the service said, for whoever has to find out why. */
  said(): Promise<string>;
}

export const startGround = async (cleanup: (end: () => Promise<void>) => void): Promise<Ground> => {
  const directory = await mkdtemp(join(tmpdir(), 'ferrule-sequences-'));
  cleanup(() => rm(directory, { recursive: true, force: true }));
  // Postgres may run as another account, which must be able to pass through.
  await chmod(directory, 0o711);
  const postgres = await startPostgres({ dataDir: join(directory, 'postgres'), ephemeral: true });
  cleanup(() => postgres.discard());
  const nats = await startNatsServer({ storeDir: join(directory, 'nats'), ephemeral: true });
  cleanup(() => nats.discard());
  await prepareDatabase(postgres.url, [
    { schema: 'ipam', ownerPassword: PASSWORD, password: PASSWORD },
  ]);
  const as = (role: string): string => {
    const url = new URL(postgres.url);
    [url.username, url.password] = [role, PASSWORD];
    return url.toString();
  };
  const logFile = join(directory, 'ipam.log');
  const log = createWriteStream(logFile);
  const start = async (program: string): Promise<ChildProcess> =>
    service(program, log, {
      FERRULE_BUS_SERVERS: nats.url,
      FERRULE_IPAM_HTTP_PORT: String(await freePort()),
      FERRULE_IPAM_DATABASE_URL: as('ipam'),
      FERRULE_IPAM_DATABASE_OWNER_URL: as('ipam_owner'),
    });
  await once(await start('migrate.js'), 'exit');
  await withClient(postgres.url, (client) =>
    // Only for those who look at all events of a place.
    client.query('create index event_by_place on ipam.event (stream text_pattern_ops)'),
  );
  const running = await Promise.all(Array.from({ length: INSTANCES }, () => start('main.js')));
  cleanup(async () => {
    await Promise.all(running.map((child) => end(child, 'SIGTERM')));
  });
  const bus = await connectBus({ servers: nats.url, name: 'sequences', firstConnectMs: 5_000 });
  cleanup(() => bus.close());
  const database = new pg.Pool({
    connectionString: postgres.url,
    options: '-c search_path=ipam,public',
  });
  database.on('error', () => undefined);
  cleanup(() => database.end());
  const queries = new QueryClient(bus);
  await until(() => queries.ask(IPAM_QUERIES.listPools, {}, 1_000), {
    timeout: 60_000,
    message: 'the service to answer',
  });
  let kills = 0;
  return {
    bus,
    database,
    get kills() {
      return kills;
    },
    kill: async (instances) => {
      for (const n of instances) {
        const child = running[n];
        if (child === undefined) throw new RangeError(`there is no process ${n}`);
        kills += 1;
        await end(child, 'SIGKILL');
        running[n] = await start('main.js');
      }
    },
    said: async () => (await readFile(logFile, 'utf8')).slice(-5_000),
  };
};

const service = (
  program: string,
  log: WriteStream,
  environment: Record<string, string>,
): ChildProcess => {
  const child = spawn(process.execPath, [join(root, 'apps/ipam/dist', program)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  return child;
};

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};
