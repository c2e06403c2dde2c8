import { rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sweepTestDirectories, testDirectory } from './test-directory.ts';
import {
  calls,
  kinds,
  TestServers,
  type ServerAddress,
  type ServerCall,
  type ServerKind,
} from './test-servers.ts';

export const BROKER = 'FERRULE_TEST_BROKER';

interface Request {
  readonly kind: ServerKind;
  readonly key: string;
  readonly call: ServerCall;
}

export interface Broker {
  close(): Promise<void>;
}

/**
 * Holds the servers of a test run in the process that outlives every worker, and answers workers on
 * a socket. Nothing is started before a worker asks.
 */
export async function openBroker(): Promise<Broker> {
  await sweepTestDirectories();
  const directory = await testDirectory();
  const socketFile = join(directory, 'broker.sock');
  const servers = new TestServers();
  const listener = createServer({ allowHalfOpen: true }, (socket) => {
    void answer(servers, socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(socketFile, resolve);
  });
  listener.unref();
  process.env[BROKER] = socketFile;
  return {
    close: async () => {
      await new Promise((resolve) => listener.close(resolve));
      await servers.discard();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Runs in the worker. */
export async function askBroker(socketFile: string, request: Request): Promise<ServerAddress> {
  const socket = connect({ path: socketFile, allowHalfOpen: true });
  socket.end(JSON.stringify(request));
  const answered: unknown = JSON.parse(await text(socket));
  if (isAddress(answered)) return answered;
  throw new Error(
    isFailure(answered) ? answered.error : 'the test broker answered nothing that fits',
  );
}

async function answer(servers: TestServers, socket: Socket): Promise<void> {
  socket.on('error', () => undefined); // the worker is gone, and with it whoever asked
  try {
    const request: unknown = JSON.parse(await text(socket));
    if (!isRequest(request)) throw new Error('the test broker was asked nothing that fits');
    socket.end(JSON.stringify(await servers.call(request.kind, request.key, request.call)));
  } catch (error) {
    socket.end(JSON.stringify({ error: error instanceof Error ? describe(error) : String(error) }));
  }
}

function describe(error: Error): string {
  return error.cause instanceof Error
    ? `${error.message} (${describe(error.cause)})`
    : error.message;
}

function isRequest(value: unknown): value is Request {
  if (typeof value !== 'object' || value === null) return false;
  if (!('kind' in value && 'key' in value && 'call' in value)) return false;
  const { kind, key, call } = value;
  return (
    kinds.some((known) => known === kind) &&
    calls.some((known) => known === call) &&
    typeof key === 'string' &&
    /^\w+$/.test(key)
  );
}

function isAddress(value: unknown): value is ServerAddress {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    'host' in value &&
    'port' in value
  );
}

function isFailure(value: unknown): value is { error: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'error' in value &&
    typeof value.error === 'string'
  );
}
