import { askBroker, BROKER } from './test-broker.ts';
import {
  TestServers,
  type ServerAddress,
  type ServerCall,
  type ServerKind,
} from './test-servers.ts';

/** A server that the specs of one worker share, one file after the other. */
export interface SharedServer extends ServerAddress {
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Stops it if it runs, and starts it again on the same port with the same data. */
  restart(): Promise<void>;
}

export interface SharedNatsServer extends SharedServer {
  /** Kills it, deletes its JetStream store and starts it again, empty. */
  wipeStore(): Promise<void>;
}

/** Where no broker runs (a script, a runner without Jest's set-up) they belong to this process. */
let own: TestServers | undefined;

/**
 * One Postgres per worker: an open transaction holds back the horizon of a whole server, so that a
 * spec that keeps one open, or kills the server, must not reach a spec that runs beside it.
 */
export async function sharedPostgres(): Promise<SharedServer> {
  return handle('postgres', await call('postgres', 'start'));
}

export async function sharedNats(): Promise<SharedNatsServer> {
  return {
    ...handle('nats', await call('nats', 'start')),
    wipeStore: () => tell('nats', 'wipeStore'),
  };
}

/** Ends what this process holds itself; what a broker holds ends with the run. */
export async function discardOwnServers(): Promise<void> {
  await own?.discard();
  own = undefined;
}

function handle(kind: ServerKind, address: ServerAddress): SharedServer {
  return {
    ...address,
    stop: () => tell(kind, 'stop'),
    kill: () => tell(kind, 'kill'),
    restart: () => tell(kind, 'restart'),
  };
}

async function tell(kind: ServerKind, order: ServerCall): Promise<void> {
  await call(kind, order);
}

async function call(kind: ServerKind, order: ServerCall): Promise<ServerAddress> {
  const key = process.env['JEST_WORKER_ID'] ?? '1';
  const broker = process.env[BROKER];
  if (broker !== undefined) return askBroker(broker, { kind, key, call: order });
  own ??= new TestServers();
  return own.call(kind, key, order);
}
