import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BusConnection, connectBus, encodeEnvelope, QueryClient } from '@ferrule/messaging';
import {
  type DeliveryView,
  NOTIFIER_QUERIES,
  type NotifierCommand,
  chatAddressPlace,
  webhookSecretPlace,
  type WebhookView,
} from '@ferrule/notifier-contracts';
import { Keyring } from '@ferrule/sealed-secret';
import { prepareDatabase } from '@ferrule/service';
import { freePort, type NatsInUse, until, useDatabase, useNats } from '@ferrule/testing';
import { afterAll, beforeAll } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const app = join(root, 'apps/notifier/src');
const keyring = Keyring.newKey('spec');
const keys = Keyring.parse(keyring);

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
export const sealed = (webhookId: string, secret: string): string =>
  keys.seal(secret, webhookSecretPlace(webhookId));

export const sealedAddress = (ruleId: string, address: string): string =>
  keys.seal(address, chatAddressPlace(ruleId));

const run = (file: string, env: Record<string, string>): ChildProcess =>
  spawn(
    process.execPath,
    [
      `--import=${join(root, 'test/ground/swc-loader.mjs')}`,
      '--conditions=ferrule-source',
      join(import.meta.dirname, 'child.mjs'),
      join(app, file),
    ],
    { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );

const loginOf = (url: string, user: string): string => {
  const login = new URL(url);
  // The server is shared by all specs and a role is the server's: each file gives it the same password.
  [login.username, login.password] = [user, user.endsWith('_owner') ? 'owner' : 'service'];
  return login.toString();
};

const envOf = (url: string): Record<string, string> => ({
  FERRULE_NOTIFIER_DATABASE_URL: loginOf(url, 'notifier'),
  FERRULE_NOTIFIER_DATABASE_OWNER_URL: loginOf(url, 'notifier_owner'),
  FERRULE_NOTIFIER_KEYRING: keyring,
});

/** A process of the service, and what it said. */
class Instance {
  said = '';
  readonly #closed: Promise<unknown>;

  constructor(readonly process: ChildProcess) {
    this.#closed = once(process, 'close');
    for (const stream of [process.stdout, process.stderr])
      stream?.on('data', (text: Buffer) => (this.said += text.toString()));
  }

  get isOver(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  async ended(): Promise<string> {
    await this.#closed;
    return this.process.signalCode ?? `code ${String(this.process.exitCode)}`;
  }

  async stop(signal: NodeJS.Signals): Promise<string> {
    this.process.kill(signal);
    return this.ended();
  }
}

export interface Told {
  readonly type?: string;
  readonly tenant?: string;
  readonly data?: object;
  readonly sequence?: number;
  readonly id?: string;
  readonly correlationId?: string;
}

export interface Notifier {
  readonly nats: NatsInUse;
  readonly database: ReturnType<typeof useDatabase>;
  start(env?: Record<string, string>): Promise<Instance>;
  execute(
    command: NotifierCommand,
    tenant?: string,
  ): Promise<{ webhook: WebhookView | null; deliveries: number }>;
  /** Registers a webhook under its own id, and answers with its secret. */
  register(webhookId: string, url: string, more?: object, tenant?: string): Promise<string>;
  /** Some service says something; answers with the event's id. */
  say(told?: Told): Promise<string>;
  webhook(webhookId: string, tenant?: string): Promise<WebhookView>;
  deliveries(webhookId: string, more?: object): Promise<readonly DeliveryView[]>;
  ask<Answer>(subject: string, data: object): Promise<Answer>;
}

/** The service as it is deployed, with a database and a bus. */
export const useNotifier = (): Notifier => {
  const nats = useNats();
  const database = useDatabase({
    name: 'notifier',
    content: readFileSync(join(app, 'migrations/schema.ts'), 'utf8'),
    migrate: async (url) => {
      const names = { schema: 'notifier', password: 'service' };
      await prepareDatabase(url, [{ ...names, ownerPassword: 'owner' }]);
      const migration = new Instance(run('migrate.ts', envOf(url)));
      const end = await migration.ended();
      if (end !== 'code 0') throw new Error(`the migration ended by ${end}: ${migration.said}`);
    },
  });
  const instances: Instance[] = [];
  let connection: BusConnection;
  let sequence = 0;

  beforeAll(async () => {
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop('SIGKILL')));
    await connection.close();
  });

  const ask = <Answer>(subject: string, data: object): Promise<Answer> =>
    new QueryClient(connection).ask(subject, data, 10_000);
  const execute: Notifier['execute'] = (command, tenant = 'acme') =>
    ask(NOTIFIER_QUERIES.execute, {
      id: randomUUID(),
      ...command,
      meta: { actor: 'ada', tenant },
    });
  return {
    nats,
    database,
    execute,
    ask,
    start: async (env = {}) => {
      const port = await freePort();
      const instance = new Instance(
        run('main.ts', {
          ...envOf(database.url),
          FERRULE_NOTIFIER_HTTP_PORT: String(port),
          FERRULE_BUS_SERVERS: nats.url,
          FERRULE_NOTIFIER_ALLOWED_NETWORKS: '127.0.0.0/8',
          ...env,
        }),
      );
      instances.push(instance);
      const ready = `http://127.0.0.1:${port}/health/ready`;
      await until(async () => instance.isOver || (await fetch(ready)).ok, {
        timeout: 60_000,
        message: 'the service to be ready',
      });
      if (instance.isOver)
        throw new Error(`it ended by ${await instance.ended()}: ${instance.said}`);
      return instance;
    },
    register: async (webhookId, url, more = {}, tenant) => {
      const secret = newSecret();
      await execute(
        {
          type: 'RegisterWebhook',
          data: {
            ...{ webhookId, url, ordered: false, description: null },
            // Not of what is said of webhooks themselves.
            filter: { types: ['Network*'], datacenters: [] },
            ...{ signing: 'hmac-sha256', publicKey: null, secret: sealed(webhookId, secret) },
            ...more,
          },
        },
        tenant,
      );
      return secret;
    },
    say: async ({
      type = 'NetworkProvisionCompleted',
      tenant = 'acme',
      data = { networkId: 'net-1', datacenter: 'DC1' },
      sequence: place = (sequence += 1),
      id = randomUUID(),
      correlationId = 'job-1',
    } = {}) => {
      const headers = encodeEnvelope({
        ...{ id, type, schemaVersion: 1, source: 'provisioning', sequence: place, body: '' },
        time: new Date().toISOString(),
        meta: { correlationId, actor: 'ada', tenant },
      });
      // The bus is to take a repeat for new, as it does after its window.
      headers.set('Nats-Msg-Id', randomUUID());
      await connection.jetstream.publish('evt.provisioning.spec.said.v1', JSON.stringify(data), {
        headers,
      });
      return id;
    },
    webhook: (webhookId, tenant = 'acme') =>
      ask(NOTIFIER_QUERIES.getWebhook, { webhookId, tenant }),
    deliveries: async (webhookId, more = {}) => {
      const question = { tenant: 'acme', webhookId, limit: 500, ...more };
      const { deliveries } = await ask<{ deliveries: readonly DeliveryView[] }>(
        NOTIFIER_QUERIES.listDeliveries,
        question,
      );
      return deliveries;
    },
  };
};
