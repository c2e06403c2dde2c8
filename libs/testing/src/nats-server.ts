import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { findNatsServer, natsServerVersion } from './nats-binary.ts';
import { isJetStreamReady } from './nats-probe.ts';
import { ServerProcess } from './server-process.ts';

export interface NatsOptions {
  /** Holds the JetStream store, the configuration and the log; made where it is missing. */
  readonly storeDir: string;
  readonly port?: number;
  readonly name?: string;
  /** More configuration, as text: users, permissions, accounts. */
  readonly config?: string;
  /** Every write reaches the disk before its acknowledgement, where the server (2.10) knows how. */
  readonly syncAlways?: boolean;
  /** The directory goes when this process dies before it stopped the server. */
  readonly ephemeral?: boolean;
  readonly onUnexpectedExit?: (error: Error) => void;
}

export interface NatsServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
  /** Stops it and deletes its directory. */
  discard(): Promise<void>;
  /** SIGKILL: whatever JetStream had not synced is its own affair. */
  kill(): Promise<void>;
  /** Stops it if it runs, and starts it again on the same port and store. */
  restart(): Promise<void>;
  /** Kills the server, deletes its JetStream store and starts it again, empty. */
  wipeStore(): Promise<void>;
}

/** Starts a nats-server with JetStream on the loopback interface, and resolves once it is ready. */
export async function startNatsServer(options: NatsOptions): Promise<NatsServer> {
  const { storeDir, ephemeral = false, onUnexpectedExit } = options;
  const host = '127.0.0.1';
  const port = options.port ?? (await freePort());
  const command = await findNatsServer();
  const configFile = join(storeDir, 'nats-server.conf');
  await mkdir(storeDir, { recursive: true });
  await writeFile(configFile, await configText(command, host, port, options));

  const server = new ServerProcess({
    label: 'nats-server',
    command,
    args: ['-c', configFile],
    port,
    logFile: join(storeDir, 'nats-server.log'),
    recordFile: join(storeDir, 'nats-server.owner.json'),
    stopSignal: 'SIGTERM',
    isReady: () => isJetStreamReady(host, port),
    ...(ephemeral ? { removeWithOwner: storeDir } : {}),
    ...(onUnexpectedExit === undefined ? {} : { onUnexpectedExit }),
  });
  await server.start();
  return {
    url: `nats://${host}:${port}`,
    host,
    port,
    get pid() {
      return server.pid;
    },
    stop: () => server.stop(),
    discard: async () => {
      await server.stop();
      await rm(storeDir, { recursive: true, force: true });
    },
    kill: () => server.kill(),
    restart: async () => {
      await server.stop();
      await server.start();
    },
    wipeStore: async () => {
      await server.kill();
      await rm(join(storeDir, 'jetstream'), { recursive: true, force: true });
      await server.start();
    },
  };
}

async function configText(
  binary: string,
  host: string,
  port: number,
  { storeDir, name = 'ferrule', config = '', syncAlways = false }: NatsOptions,
): Promise<string> {
  const [major = 0, minor = 0] = syncAlways ? await natsServerVersion(binary) : [];
  // 2.9 ends with "unknown field" when it meets the key.
  const sync = major > 2 || (major === 2 && minor >= 10) ? '  sync_interval: always\n' : '';
  return [
    `server_name: ${JSON.stringify(name)}`,
    `listen: "${host}:${port}"`,
    `jetstream {\n  store_dir: ${JSON.stringify(storeDir)}\n${sync}}`,
    config,
    '',
  ].join('\n');
}
