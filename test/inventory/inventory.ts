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
import { type DatabaseInUse, type NatsInUse, until, useNats } from '@ferrule/testing';
import { afterAll, beforeAll } from '@jest/globals';
import type { ServiceProcess } from '../ground/service-process.ts';
import { databaseEnv, useServiceDatabase, useServices } from '../ground/use-services.ts';

export const oldKey = Keyring.newKey('2025');
export const newKey = Keyring.newKey('2026');
export const keys = Keyring.parse(`${newKey},${oldKey}`);

export type Heard = Pick<Envelope, 'id' | 'meta'> & InventoryEvent;

const SERVICE = {
  app: 'inventory',
  context: 'inventory',
  settings: { FERRULE_INVENTORY_KEYRING: oldKey },
};

export interface Inventory {
  readonly nats: NatsInUse;
  readonly connection: BusConnection;
  readonly database: DatabaseInUse;
  /** Every event that inventory has said since the file began. */
  readonly heard: readonly Heard[];
  /** With a fatal key it ends itself instead of writing that one into a bucket. */
  start(options?: { env?: Record<string, string>; fatalKey?: string }): Promise<ServiceProcess>;
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
  const database = useServiceDatabase(SERVICE);
  const services = useServices();
  const heard: Heard[] = [];
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
  afterAll(() => connection.close());

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
    start: ({ env, fatalKey } = {}) =>
      services.start(
        SERVICE,
        { ...databaseEnv(SERVICE, database.url), FERRULE_BUS_SERVERS: nats.url, ...env },
        fatalKey === undefined
          ? undefined
          : { file: join(import.meta.dirname, 'doom.mjs'), words: [fatalKey] },
      ),
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
