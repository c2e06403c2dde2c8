import {
  AuthorizationError,
  connect,
  type NatsConnection,
  type NodeConnectionOptions,
  type Status,
} from '@nats-io/transport-node';
import {
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
} from '@nats-io/jetstream';
import type { OnApplicationShutdown } from '@nestjs/common';

export interface BusTls {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

export interface BusOptions {
  /** `127.0.0.1:4222`, or several for a cluster. */
  readonly servers: string | readonly string[];
  /** How the server's own monitoring calls this process. */
  readonly name: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  /** Where answers arrive. A user may listen only under its own prefix, `_INBOX_ipam`, and has that unless told. */
  readonly inboxPrefix?: string;
  readonly tls?: BusTls;
  readonly pingIntervalMs?: number;
  /** How long to wait for a broker that is not there yet; without it, for ever. */
  readonly firstConnectMs?: number;
  readonly onStatus?: (status: BusStatus) => void;
}

export type BusStatus =
  | { readonly type: 'waiting'; readonly error: Error }
  | { readonly type: 'connected' | 'disconnected' | 'reconnected'; readonly server: string }
  | { readonly type: 'error'; readonly error: Error }
  | { readonly type: 'closed' };

const inboxOf = ({ inboxPrefix, user }: BusOptions): string =>
  inboxPrefix ?? (user === undefined ? '_INBOX' : `_INBOX_${user}`);

/** What the NATS client is told; also what Nest's own NATS transport is given for queries. */
export const connectOptions = (options: BusOptions): NodeConnectionOptions => ({
  servers: typeof options.servers === 'string' ? options.servers : [...options.servers],
  name: options.name,
  ...(options.user !== undefined && { user: options.user }),
  ...(options.password !== undefined && { pass: options.password }),
  ...(options.token !== undefined && { token: options.token }),
  inboxPrefix: inboxOf(options),
  ...(options.tls !== undefined && { tls: options.tls }),
  pingInterval: options.pingIntervalMs ?? 20_000,
  maxPingOut: 2,
  // A broker may be away for hours; a service that gave up would have to be restarted by a person.
  maxReconnectAttempts: -1,
  reconnectTimeWait: 250,
  reconnectJitter: 250,
  // The client gives up after two refusals, and a broker that is being reconfigured refuses.
  ignoreAuthErrorAbort: true,
  // A stack per request costs more than the request.
  noAsyncTraces: true,
  timeout: 5_000,
});

/**
 * One connection of a process, with what the client does not tell: whether it is up now. As a Nest
 * provider it outlives every handler and closes last.
 */
export class BusConnection implements OnApplicationShutdown {
  readonly jetstream: JetStreamClient;
  readonly #listeners = new Set<(status: BusStatus) => void>();
  #manager: JetStreamManager | undefined;
  #up = true;

  constructor(
    readonly nats: NatsConnection,
    readonly inboxPrefix: string,
  ) {
    this.jetstream = jetstream(nats, { timeout: 5_000 });
    void this.#follow();
  }

  get connected(): boolean {
    return this.#up && !this.nats.isClosed();
  }

  /** Calls back on every change until the returned function is called. */
  onStatus(listener: (status: BusStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async manager(): Promise<JetStreamManager> {
    this.#manager ??= await jetstreamManager(this.nats, { checkAPI: false, timeout: 5_000 });
    return this.#manager;
  }

  /** Resolves when there is a connection; rejects when there is none in time. */
  async whenConnected(timeoutMs: number): Promise<void> {
    if (this.connected) return;
    if (this.nats.isClosed()) throw new Error('the connection to the bus is closed');
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`no connection to the bus within ${timeoutMs} ms`));
      }, timeoutMs);
      const stop = this.onStatus((status) => {
        if (status.type !== 'reconnected' && status.type !== 'closed') return;
        clearTimeout(timer);
        stop();
        if (status.type === 'closed') reject(new Error('the connection to the bus is closed'));
        else resolve();
      });
    });
  }

  /** Readiness: a round trip to the broker within the time given. */
  async busReady(timeoutMs = 2_000): Promise<void> {
    if (!this.connected) throw new Error('there is no connection to the bus');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`the bus did not answer within ${timeoutMs} ms`));
      }, timeoutMs);
    });
    try {
      await Promise.race([this.nats.flush(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    if (this.nats.isClosed()) return;
    // What was published last still leaves; a broker that is away cannot hold the shutdown up.
    if (this.connected) await this.busReady(1_000).catch(() => undefined);
    await this.nats.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  async #follow(): Promise<void> {
    for await (const status of this.nats.status()) this.#tell(translate(status));
    this.#up = false;
    this.#tell({ type: 'closed' });
  }

  #tell(status: BusStatus | undefined): void {
    if (status === undefined) return;
    if (status.type === 'disconnected') this.#up = false;
    if (status.type === 'reconnected') this.#up = true;
    for (const listener of [...this.#listeners]) listener(status);
  }
}

const translate = (status: Status): BusStatus | undefined => {
  if (status.type === 'disconnect') return { type: 'disconnected', server: status.server };
  if (status.type === 'reconnect') return { type: 'reconnected', server: status.server };
  return status.type === 'error' ? { type: 'error', error: status.error } : undefined;
};

/** Waits for the broker to be there; wrong credentials fail at once, since waiting cannot help. */
export const connectBus = async (options: BusOptions): Promise<BusConnection> => {
  const deadline = performance.now() + (options.firstConnectMs ?? Infinity);
  for (;;) {
    try {
      const nats = await connect(connectOptions(options));
      const connection = new BusConnection(nats, inboxOf(options));
      if (options.onStatus !== undefined) {
        connection.onStatus(options.onStatus);
        options.onStatus({ type: 'connected', server: nats.getServer() });
      }
      return connection;
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      if (error instanceof AuthorizationError) {
        throw new Error(`the bus refuses ${options.user ?? 'this client'}: ${error.message}`, {
          cause,
        });
      }
      if (performance.now() >= deadline) {
        throw new Error(`no bus at ${String(options.servers)}: ${error.message}`, { cause });
      }
      options.onStatus?.({ type: 'waiting', error });
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
};
