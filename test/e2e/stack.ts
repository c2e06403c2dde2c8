import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from '@jest/globals';
import { type Addresses, DevStack } from '@ferrule/dev-stack';
import { freePort } from '@ferrule/testing';

const root = fileURLToPath(new URL('../..', import.meta.url));
const NX = 'node_modules/nx/dist/bin/nx.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface StackInUse {
  readonly addresses: Addresses;
  readonly data: string;
  /** Stops it as Ctrl-C does, and starts it again on the same data. */
  restart(): Promise<void>;
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  password(user: string): Promise<string>;
  /** The process of a service, for specs that kill it. */
  pidOf(app: string): Promise<number>;
}

/**
 * The services run from what was built: a stale build would prove nothing. `npm test` has built before
 * it runs any spec, and a second build would take the files away under the stacks of other specs.
 */
export const build = async (): Promise<void> => {
  if (process.env['FERRULE_BUILT'] === 'yes') return;
  await promisify(execFile)(process.execPath, [NX, 'run-many', '-t', 'build'], {
    cwd: root,
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  });
};

/** The whole stack as `npm start` brings it up, on ports and a directory of its own. */
export const useStack = (): StackInUse => {
  let stack: DevStack | undefined;
  let data = '';
  let port = 0;
  const start = async (): Promise<void> => {
    stack = new DevStack({ data, root, port, say: () => undefined, environment: process.env });
    await stack.claim();
    await stack.start();
  };
  beforeAll(async () => {
    await build();
    data = join(await mkdtemp(join(tmpdir(), 'ferrule-e2e-')), 'data');
    port = await freePort();
    await start();
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
    if (existsSync(data)) await rm(join(data, '..'), { recursive: true, force: true });
  }, 60_000);
  const addresses = (): Addresses => {
    if (stack === undefined) throw new Error('the stack is there from beforeAll on, not before');
    return stack.addresses();
  };
  return {
    get addresses() {
      return addresses();
    },
    get data() {
      return data;
    },
    restart: async () => {
      await stack?.stop();
      await start();
    },
    call: async (
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ) => {
      const response = await fetch(`${addresses().api}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${addresses().key}`,
          'content-type': 'application/json',
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
      };
    },
    password: async (user) => {
      const known: unknown = JSON.parse(await readFile(join(data, 'passwords.json'), 'utf8'));
      return String(Reflect.get(Object(known), `nats:${user}`));
    },
    pidOf: async (app) => {
      const record: unknown = JSON.parse(await readFile(join(data, `${app}.owner.json`), 'utf8'));
      return Number(Reflect.get(Object(Reflect.get(Object(record), 'server')), 'pid'));
    },
  };
};
