import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';
import { freePort } from './free-port.ts';
import { isJetStreamReady } from './nats-probe.ts';
import { answersPostgres } from './postgres-server.ts';
import type { ControlledNats, ControlledServer } from './test-servers.ts';
import { until } from './until.ts';

interface Recipe {
  readonly image: string;
  readonly port: number;
  readonly command: readonly string[];
  readonly environment?: Record<string, string>;
  readonly files?: readonly { readonly content: string; readonly target: string }[];
  /** The log line after which it can be asked. */
  readonly says: RegExp;
  readonly times?: number;
  readonly stopSignal: NodeJS.Signals;
  readonly url: (host: string, port: number) => string;
  readonly isReady: (host: string, port: number) => Promise<boolean>;
}

/** One container after another on the same published port, so that clients find the next one. */
class ContainerServer implements ControlledServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly #recipe: Recipe;
  #id: string;

  private constructor(recipe: Recipe, host: string, port: number, id: string) {
    this.#recipe = recipe;
    this.host = host;
    this.port = port;
    this.#id = id;
    this.url = recipe.url(host, port);
  }

  static async start(recipe: Recipe): Promise<ContainerServer> {
    const published = await freePort();
    const { id, host } = await create(recipe, published);
    const server = new ContainerServer(recipe, host, published, id);
    await server.#ready();
    return server;
  }

  async stop(): Promise<void> {
    const container = await containerOf(this.#id);
    if (!(await isRunning(container))) return;
    // Not every image says which signal its server takes for "end the sessions and stop".
    await container.kill({ signal: this.#recipe.stopSignal });
    await until(async () => !(await isRunning(container)), { timeout: 10_000, every: 50 }).catch(
      () => container.stop({ t: 0 }),
    );
  }

  async kill(): Promise<void> {
    const container = await containerOf(this.#id);
    if (await isRunning(container)) await container.kill({ signal: 'SIGKILL' });
    await until(async () => !(await isRunning(container)), { message: 'the container to be dead' });
  }

  async restart(): Promise<void> {
    await this.stop();
    await (await containerOf(this.#id)).start();
    await this.#ready();
  }

  /** Its data is in the container: a new one begins empty. */
  async wipeStore(): Promise<void> {
    await this.discard();
    this.#id = (await create(this.#recipe, this.port)).id;
    await this.#ready();
  }

  async discard(): Promise<void> {
    await (await containerOf(this.#id)).remove({ force: true, v: true });
  }

  async #ready(): Promise<void> {
    await until(() => this.#recipe.isReady(this.host, this.port), {
      timeout: 60_000,
      message: `${this.#recipe.image} to answer on port ${this.port}`,
    });
  }
}

export function startPostgresContainer(): Promise<ControlledServer> {
  const urlOf = (host: string, port: number): string =>
    `postgres://postgres:postgres@${host}:${port}/postgres`;
  return ContainerServer.start({
    image: process.env['POSTGRES_IMAGE'] ?? 'postgres:18',
    port: 5432,
    command: ['-c', 'max_connections=200', '-c', 'fsync=off', '-c', 'full_page_writes=off'],
    environment: { POSTGRES_PASSWORD: 'postgres' },
    // The image starts it once for itself, to set it up.
    says: /ready to accept connections/,
    times: 2,
    stopSignal: 'SIGINT',
    url: urlOf,
    isReady: (host, port) => answersPostgres(urlOf(host, port)),
  });
}

export function startNatsContainer({
  config = '',
}: {
  readonly config?: string;
}): Promise<ControlledNats> {
  const file = '/etc/nats-server.conf';
  const text = `server_name: ferrule\nlisten: "0.0.0.0:4222"\njetstream { store_dir: "/data" }\n${config}\n`;
  return ContainerServer.start({
    image: process.env['NATS_IMAGE'] ?? 'nats:2.12',
    port: 4222,
    command: ['-c', file],
    files: [{ content: text, target: file }],
    says: /Server is ready/,
    stopSignal: 'SIGTERM',
    url: (host, port) => `nats://${host}:${port}`,
    isReady: isJetStreamReady,
  });
}

async function create(recipe: Recipe, published: number): Promise<{ id: string; host: string }> {
  const { image, port, command, environment = {}, files = [], says, times = 1 } = recipe;
  const started = await new GenericContainer(image)
    .withCommand([...command])
    .withEnvironment(environment)
    .withCopyContentToContainer([...files])
    .withExposedPorts({ container: port, host: published })
    .withWaitStrategy(Wait.forLogMessage(says, times))
    .withStartupTimeout(120_000)
    .start();
  return { id: started.getId(), host: started.getHost() };
}

async function containerOf(id: string): Promise<Container> {
  return (await getContainerRuntimeClient()).container.getById(id);
}

type Client = Awaited<ReturnType<typeof getContainerRuntimeClient>>;
type Container = ReturnType<Client['container']['getById']>;

async function isRunning(container: Container): Promise<boolean> {
  return (await container.inspect()).State.Running;
}
