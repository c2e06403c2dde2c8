import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { USERS, usersConfig } from '@ferrule/dev-stack';
import { IPAM_QUERIES, type IpamCommand } from '@ferrule/ipam-contracts';
import { type BusConnection, connectBus, QueryClient } from '@ferrule/messaging';
import { Keyring } from '@ferrule/sealed-secret';
import { prepareDatabase } from '@ferrule/service';
import { freePort, until, useDatabase, useNats } from '@ferrule/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { API, AUTHORIZED, CLI_KEY } from '../ground/edge-key.ts';
import { type Env, fromSource, ServiceProcess } from '../ground/service-process.ts';

const root = join(import.meta.dirname, '../..');
const keyring = Keyring.newKey('2026');

/** A context's roles are told apart by their names alone. */
const roles = (schema: string) => ({
  owner: { name: `${schema}_owner`, password: 'owner' },
  service: { name: schema, password: 'service' },
});

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Edge {
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** What is no JSON. */
  text(path: string): Promise<{ readonly headers: Headers; readonly body: string }>;
  /** The command line, as a process of its own. */
  ferrule(line: string | readonly string[], input?: string): Promise<Ran>;
  /** Has ipam carry out what no route is there for. */
  execute(command: IpamCommand): Promise<void>;
  /** What is said on the bus from now on, as it travels. */
  hear(...subjects: readonly string[]): Promise<readonly string[]>;
  /** As an administrator of ipam's database. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}

/** A service as the user that it is deployed as: what it may not do there, it cannot do here. */
const busUser = (name: string): Env => ({
  [`FERRULE_${name.toUpperCase()}_BUS_USER`]: name,
  [`FERRULE_${name.toUpperCase()}_BUS_PASSWORD`]: name,
});

type Context = 'ipam' | 'inventory';

/** What a context answers as soon as it is there. */
const READY = { ipam: 'ipam/tree', inventory: 'routers' };

/** The API and what it asks as processes of their own, with a NATS and a Postgres. */
export const useEdge = (contexts: readonly Context[] = ['ipam']): Edge => {
  const nats = useNats({
    config: usersConfig(USERS.map((user) => ({ ...user, password: user.user }))),
  });
  const database = useDatabase({
    name: `${contexts.join(' and ')}, prepared`,
    migrate: (url) =>
      prepareDatabase(
        url,
        [...contexts, 'api'].map((schema) => ({
          schema,
          ownerPassword: 'owner',
          password: 'service',
        })),
      ),
  });
  const running: ServiceProcess[] = [];
  const listening: BusConnection[] = [];
  const operator = () =>
    connectBus({
      ...{ servers: nats.url, name: 'spec', firstConnectMs: 10_000 },
      ...{ user: 'operator', password: 'operator' },
    });
  let admin: ReturnType<typeof database.pool> | undefined;
  let api = '';

  const start = (file: string, env: Env): ServiceProcess =>
    new ServiceProcess(file, { FERRULE_BUS_SERVERS: nats.url, ...env });

  beforeAll(async () => {
    const port = await freePort();
    for (const context of [...contexts, 'api']) {
      const { owner, service } = roles(context);
      const prefix = `FERRULE_${context.toUpperCase()}`;
      const env = {
        [`${prefix}_HTTP_PORT`]: String(context === 'api' ? port : await freePort()),
        [`${prefix}_DATABASE_URL`]: database.urlFor(service),
        [`${prefix}_DATABASE_OWNER_URL`]: database.urlFor(owner),
        ...(context !== 'ipam' && { [`${prefix}_KEYRING`]: keyring }),
        ...(context === 'api' && API.settings),
        ...busUser(context),
      };
      await start(`${context}/src/migrate.ts`, env).succeeded();
      running.push(start(`${context}/src/main.ts`, env));
    }
    api = `http://127.0.0.1:${port}`;
    const isReady = () =>
      fetch(`${api}/api/v1/${READY[contexts[0] ?? 'ipam']}`, { headers: AUTHORIZED }).then(
        ({ ok }) => ok,
        () => false,
      );
    const over = () => running.find(({ isOver }) => isOver);
    await until(async () => over() ?? (await isReady()), { timeout: 150_000 });
    const ended = over();
    if (ended !== undefined) throw new Error(`a service ended: ${ended.said}`);
  }, 180_000);

  afterAll(async () => {
    for (const bus of listening) await bus.close();
    await Promise.all(running.map((service) => service.stop('SIGKILL')));
  });

  return {
    call: async (method, path, body, headers = {}) => {
      const response = await fetch(`${api}/api/v1${path}`, {
        method,
        headers: {
          ...AUTHORIZED,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
      };
    },
    text: async (path) => {
      const response = await fetch(`${api}/api/v1${path}`, { headers: AUTHORIZED });
      return { headers: response.headers, body: await response.text() };
    },
    ferrule: (line, input = '') =>
      new Promise((resolve) => {
        const words = typeof line === 'string' ? line.split(' ') : line;
        const args = [...fromSource('cli/src/main.ts'), '--api', api, ...words];
        const data = join(root, 'nowhere');
        const env = { PATH: process.env['PATH'], FERRULE_CLI_DATA: data, ...CLI_KEY };
        const child = execFile(process.execPath, args, { env }, (error, out, err) => {
          resolve({ code: error === null ? 0 : Number(error.code), out, err });
        });
        child.stdin?.end(input);
      }),
    hear: async (...subjects) => {
      const heard: string[] = [];
      const bus = await operator();
      listening.push(bus);
      for (const subject of subjects)
        bus.nats.subscribe(subject, {
          callback: (_, message) => void heard.push(message.string()),
        });
      await bus.nats.flush();
      return heard;
    },
    execute: async (command) => {
      const bus = await operator();
      const meta = { actor: 'ada', tenant: 'demo' };
      const id = `spec-${command.type}-${performance.now()}`;
      await new QueryClient(bus)
        .ask(IPAM_QUERIES.execute, { id, ...command, meta })
        .finally(() => bus.close());
    },
    query: async (sql) => {
      admin ??= database.pool({ options: '-c search_path=ipam,public' });
      return (await admin.query<Record<string, unknown>>(sql)).rows;
    },
  };
};
