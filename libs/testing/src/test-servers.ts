import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { testDirectory } from './test-directory.ts';

export const kinds = ['postgres', 'nats'] as const;
export type ServerKind = (typeof kinds)[number];

export const calls = ['start', 'stop', 'kill', 'restart', 'wipeStore'] as const;
export type ServerCall = (typeof calls)[number];

export interface ServerAddress {
  readonly url: string;
  readonly host: string;
  readonly port: number;
}

/** What a server of either kind and either backend can do. */
export interface ControlledServer extends ServerAddress {
  stop(): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
  discard(): Promise<void>;
  wipeStore?(): Promise<void>;
}

export interface ControlledNats extends ControlledServer {
  wipeStore(): Promise<void>;
}

interface Held {
  readonly server: ControlledServer;
  runs: boolean;
}

/** The servers that specs share, by kind and key; each is started when it is first asked for. */
export class TestServers {
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #held = new Map<string, Held>();
  #directory: Promise<string> | undefined;

  /** Calls to one server run one after the other. `start` also revives one that a spec ended. */
  call(kind: ServerKind, key: string, call: ServerCall): Promise<ServerAddress> {
    const id = `${kind}-${key}`;
    const before = this.#queues.get(id) ?? Promise.resolve();
    const result = before.then(() => this.#run(kind, id, call));
    this.#queues.set(
      id,
      result.catch(() => undefined),
    );
    return result;
  }

  async discard(): Promise<void> {
    await Promise.all(this.#queues.values());
    await Promise.all([...this.#held.values()].map(({ server }) => server.discard()));
    this.#held.clear();
    this.#queues.clear();
    if (this.#directory !== undefined)
      await rm(await this.#directory, { recursive: true, force: true });
    this.#directory = undefined;
  }

  async #run(kind: ServerKind, id: string, call: ServerCall): Promise<ServerAddress> {
    const held = this.#held.get(id);
    if (held === undefined) {
      const server = await this.#open(kind, id);
      this.#held.set(id, { server, runs: true });
      return addressOf(server);
    }
    const { server } = held;
    if (call === 'start') {
      if (!held.runs) await server.restart();
    } else if (call === 'wipeStore') {
      if (server.wipeStore === undefined) throw new Error(`${kind} has no store to wipe`);
      await server.wipeStore();
    } else {
      await server[call]();
    }
    held.runs = call !== 'stop' && call !== 'kill';
    return addressOf(server);
  }

  async #open(kind: ServerKind, id: string): Promise<ControlledServer> {
    this.#directory ??= testDirectory();
    const directory = join(await this.#directory, id);
    return kind === 'nats'
      ? openServer('nats', { directory })
      : openServer('postgres', { directory });
  }
}

export interface ServerWish {
  /** Where it keeps its data; a new temporary one otherwise. Containers keep it inside. */
  readonly directory?: string;
  /** For NATS: more configuration, as text. */
  readonly config?: string;
}

/** A server of one's own, from the backend that `TEST_BACKEND` names. */
export async function openServer(kind: 'nats', wish: ServerWish): Promise<ControlledNats>;
export async function openServer(kind: 'postgres', wish: ServerWish): Promise<ControlledServer>;
export async function openServer(kind: ServerKind, wish: ServerWish): Promise<ControlledServer> {
  // Everything is loaded only now: a run that needs no server pays for none of it.
  if (process.env['TEST_BACKEND'] === 'containers') {
    const { startNatsContainer, startPostgresContainer } = await import('./containers.ts');
    return kind === 'nats' ? startNatsContainer(wish) : startPostgresContainer();
  }
  const directory = wish.directory ?? (await testDirectory());
  if (kind === 'nats') {
    const { startNatsServer } = await import('./nats-server.ts');
    const config = wish.config === undefined ? {} : { config: wish.config };
    return startNatsServer({ storeDir: directory, ephemeral: true, ...config });
  }
  const { startPostgres } = await import('./postgres-server.ts');
  return startPostgres({ dataDir: directory, ephemeral: true });
}

function addressOf({ url, host, port }: ServerAddress): ServerAddress {
  return { url, host, port };
}
