import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  INVENTORY_EVENTS,
  type InventoryCommand,
  inventoryCommandSubject,
  type InventoryEvent,
} from '@ferrule/inventory-contracts';
import type { Envelope } from '@ferrule/kernel';
import {
  type BusConnection,
  connectBus,
  decodeEnvelope,
  encodeEnvelope,
  QueryClient,
} from '@ferrule/messaging';
import { Keyring } from '@ferrule/sealed-secret';
import { prepareDatabase } from '@ferrule/service';
import { freePort, type NatsInUse, until, useDatabase, useNats } from '@ferrule/testing';
import { afterAll, beforeAll } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const app = join(root, 'apps/inventory/src');

export const oldKey = Keyring.newKey('2025');
export const newKey = Keyring.newKey('2026');
export const keys = Keyring.parse(`${newKey},${oldKey}`);

export type Heard = Pick<Envelope, 'id' | 'meta'> & InventoryEvent;

const run = (file: string, env: Record<string, string>, ...more: string[]): ChildProcess =>
  spawn(
    process.execPath,
    [
      `--import=${join(root, 'test/ground/swc-loader.mjs')}`,
      '--conditions=ferrule-source',
      join(import.meta.dirname, 'child.mjs'),
      join(app, file),
      ...more,
    ],
    { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );

const loginOf = (url: string, user: string): string => {
  const login = new URL(url);
  // The server is shared by all specs and a role is the server's: each file gives it the same password.
  [login.username, login.password] = [user, user.endsWith('_owner') ? 'owner' : 'service'];
  return login.toString();
};

/** Just as long as a migration needs it. */
const envOf = (url: string): Record<string, string> => ({
  FERRULE_INVENTORY_DATABASE_URL: loginOf(url, 'inventory'),
  FERRULE_INVENTORY_DATABASE_OWNER_URL: loginOf(url, 'inventory_owner'),
  FERRULE_INVENTORY_KEYRING: oldKey,
});

export class Instance {
  said = '';
  readonly #closed: Promise<unknown>;

  constructor(
    readonly process: ChildProcess,
    readonly url: string,
  ) {
    this.#closed = once(process, 'close');
    for (const stream of [process.stdout, process.stderr])
      stream?.on('data', (text: Buffer) => (this.said += text.toString()));
  }

  get isOver(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** What ended it; everything that it said is there then. */
  async ended(): Promise<string> {
    await this.#closed;
    return this.process.signalCode ?? `code ${String(this.process.exitCode)}`;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<string> {
    this.process.kill(signal);
    return this.ended();
  }
}

export interface Inventory {
  readonly nats: NatsInUse;
  readonly connection: BusConnection;
  readonly database: ReturnType<typeof useDatabase>;
  /** Every event that inventory has said since the file began. */
  readonly heard: readonly Heard[];
  /** With a fatal key it ends itself instead of writing that one into a bucket. */
  start(options?: { env?: Record<string, string>; fatalKey?: string }): Promise<Instance>;
  /** Sends it and waits for the first event that answers it. */
  send(command: InventoryCommand, id?: string): Promise<Heard>;
  /** A command, or with `to` what others say. */
  publish(
    message: { type: string; data: object; to?: string; sequence?: number },
    id?: string,
  ): Promise<string>;
  ask<Answer>(subject: string, data: object): Promise<Answer>;
  /** Resolves when no command waits any more. */
  idle(): Promise<void>;
}

export interface BusUser {
  readonly user: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

export const OPERATOR = { user: 'operator', password: 'operator' };

/** Each with its name as its password, and an operator who may do everything. */
const usersConfig = (users: readonly BusUser[]): string => {
  const operator: BusUser = { user: OPERATOR.user, publish: ['>'], subscribe: ['>'] };
  const listed = [...users, operator].map(
    ({ user, publish, subscribe }) =>
      `{ user: "${user}", password: "${user}", permissions: { publish: { allow: ${JSON.stringify(publish)} }, subscribe: { allow: ${JSON.stringify(subscribe)} }, allow_responses: true } }`,
  );
  return `authorization { users = [${listed.join(',\n')}] }`;
};

/** The service as it is deployed, with a database and a bus, and whoever sends it commands. */
export const useInventory = ({ users = [] }: { users?: readonly BusUser[] } = {}): Inventory => {
  const nats = useNats(users.length === 0 ? {} : { config: usersConfig(users) });
  const database = useDatabase({
    name: 'inventory',
    content: readFileSync(join(app, 'migrations/schema.ts'), 'utf8'),
    migrate: async (url) => {
      const names = { schema: 'inventory', password: 'service' };
      await prepareDatabase(url, [{ ...names, ownerPassword: 'owner' }]);
      const migration = new Instance(run('migrate.ts', envOf(url)), '');
      const end = await migration.ended();
      if (end !== 'code 0') throw new Error(`the migration ended by ${end}: ${migration.said}`);
    },
  });
  const heard: Heard[] = [];
  const instances: Instance[] = [];
  let connection: BusConnection;

  beforeAll(async () => {
    if (users.length === 0) await nats.purge();
    connection = await connectBus({
      servers: nats.url,
      name: 'spec',
      ...(users.length > 0 && OPERATOR),
    });
    connection.nats.subscribe(INVENTORY_EVENTS, {
      callback: (_, { headers, data }) => {
        const { id, meta, type, body } = decodeEnvelope({ headers, data });
        heard.push({ id, meta, type, data: JSON.parse(body) as object } as Heard);
      },
    });
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop('SIGKILL')));
    await connection.close();
  });

  const publish: Inventory['publish'] = async (
    { type, data, to, sequence },
    id = crypto.randomUUID(),
  ) => {
    const headers = encodeEnvelope({
      id,
      type,
      schemaVersion: 1,
      source: 'api',
      time: new Date().toISOString(),
      meta: { correlationId: id, actor: 'operator:ada', tenant: 'acme' },
      body: '',
      ...(sequence !== undefined && { sequence }),
    });
    // The bus is to take a repeat for new, as it does after its window.
    headers.set('Nats-Msg-Id', crypto.randomUUID());
    await connection.jetstream.publish(
      to ?? inventoryCommandSubject(type as InventoryCommand['type']),
      JSON.stringify(data),
      { headers },
    );
    return id;
  };
  return {
    nats,
    database,
    heard,
    get connection() {
      return connection;
    },
    start: async ({ env = {}, fatalKey } = {}) => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const child = run(
        'main.ts',
        {
          ...envOf(database.url),
          FERRULE_INVENTORY_HTTP_PORT: String(port),
          FERRULE_BUS_SERVERS: nats.url,
          ...env,
        },
        ...(fatalKey === undefined ? [] : [fatalKey]),
      );
      const instance = new Instance(child, url);
      instances.push(instance);
      await until(async () => instance.isOver || (await fetch(`${url}/health/ready`)).ok, {
        timeout: 30_000,
        message: 'the service to be ready',
      });
      if (instance.isOver)
        throw new Error(`it ended by ${await instance.ended()}: ${instance.said}`);
      return instance;
    },
    publish,
    send: async (command, id) => {
      const known = heard.length;
      const sent = await publish(command, id);
      return until(() => heard.slice(known).find(({ meta }) => meta.causationId === sent), {
        message: `an answer to ${command.type}`,
      });
    },
    idle: async () => {
      const { streams } = await connection.manager();
      await until(async () => (await streams.info('CMD_INVENTORY')).state.messages === 0);
    },
    ask: (subject, data) => new QueryClient(connection).ask(subject, data),
  };
};

export const DC1 = {
  datacenterId: 'DC1',
  name: 'Paris 1',
  uplink: 'sfp-sfpplus1',
  encapsulation: { kind: 'vlan' },
  management: ['172.16.10.0/24'],
  supernets: ['172.16.0.0/16'],
} as const;

export const sealedFor = (routerId: string, password: string, by = keys): string =>
  by.seal(password, `router/${routerId}/password`);

export const r1 = (changed: object = {}) => ({
  routerId: 'dc1-r1',
  datacenter: 'DC1',
  name: 'edge-1',
  address: '10.255.1.1',
  user: 'ferrule',
  password: sealedFor('dc1-r1', 'hunter22', Keyring.parse(oldKey)),
  ...changed,
});
