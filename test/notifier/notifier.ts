import { randomBytes, randomUUID } from 'node:crypto';
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
import { type DatabaseInUse, type NatsInUse, useNats } from '@ferrule/testing';
import { afterAll, beforeAll } from '@jest/globals';
import type { ServiceProcess } from '../ground/service-process.ts';
import { databaseEnv, useServiceDatabase, useServices } from '../ground/use-services.ts';

const keyring = Keyring.newKey('spec');
const keys = Keyring.parse(keyring);

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
export const sealed = (webhookId: string, secret: string): string =>
  keys.seal(secret, webhookSecretPlace(webhookId));

export const sealedAddress = (ruleId: string, address: string): string =>
  keys.seal(address, chatAddressPlace(ruleId));

const SERVICE = {
  app: 'notifier',
  context: 'notifier',
  settings: { FERRULE_NOTIFIER_KEYRING: keyring },
};

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
  readonly database: DatabaseInUse;
  start(env?: Record<string, string>): Promise<ServiceProcess>;
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
  const database = useServiceDatabase(SERVICE);
  const services = useServices();
  let connection: BusConnection;
  let sequence = 0;

  beforeAll(async () => {
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
  });
  afterAll(() => connection.close());

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
    start: (env) =>
      services.start(SERVICE, {
        ...databaseEnv(SERVICE, database.url),
        FERRULE_BUS_SERVERS: nats.url,
        FERRULE_NOTIFIER_ALLOWED_NETWORKS: '127.0.0.0/8',
        ...env,
      }),
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
