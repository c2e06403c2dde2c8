import 'reflect-metadata';
import type { AccessRefused } from '@ferrule/api-contracts';
import { Secret } from '@ferrule/config';
import { PgEventStore } from '@ferrule/event-store';
import {
  createHttpApp,
  HealthModule,
  listen,
  type ListenConfig,
  openApi,
  type Listening,
} from '@ferrule/http';
import { BusConnection, Publisher, QueryClient } from '@ferrule/messaging';
import { JOB_EXAMPLE, PROVISIONING_EVENTS } from '@ferrule/provisioning-contracts';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Door } from './access/door.ts';
import { Refusals } from './access/refusals.ts';
import { describeApi } from './api-document.ts';
import { ApiModule } from './api.module.ts';
import { ApiConfig } from './config.ts';
import { type KeyText, newSecret } from './key/key-text.ts';
import { faultsBy, type Operation, operationsOf } from './spec-document.ts';
import { type SpecKey, SpecKeys } from './spec-keys.ts';
import { Services } from './spec-services.ts';
import { MACHINERY, REFUSALS } from './statuses.ts';

// For the specs of this app alone: the edge as it is deployed, and nothing real behind it.

/** How many may follow jobs at once. */
export const FOLLOWERS = 200;

export const PROVISION = '/api/v1/networks/provision';

export interface Edge {
  readonly url: string;
  readonly services: Services;
  readonly keys: SpecKeys;
  /** Of an admin who may do everything; sent with every request that says nothing else. */
  readonly key: string;
  /** Who was refused, as it is recorded. */
  refusals(): Promise<readonly AccessRefused['data'][]>;
  readonly document: OpenAPIObject;
  /** `GET /api/v1/…` of every route that is served for callers. */
  readonly routes: readonly string[];
  operation(name: string): Operation;
  faultsOf(schema: unknown, value: unknown): unknown;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** The same request, by somebody with such a key. */
  as(key: SpecKey, method: string, path: string, body?: unknown): Promise<Response>;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  provision(body: unknown, headers?: Record<string, string>): Promise<Response>;
  prepare(datacenter: string, headers?: Record<string, string>): Promise<Response>;
  order(
    jobId: string,
    order: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

const routesOf = (express: unknown): readonly string[] => {
  const { stack } = (express as { readonly router: { readonly stack: readonly Layer[] } }).router;
  return stack
    .flatMap(({ route }) =>
      route === undefined
        ? []
        : Object.keys(route.methods).map(
            (method) => `${method.toUpperCase()} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`,
          ),
    )
    .filter((route) => route.includes(' /api/'));
};

export interface EdgeSettings extends Partial<Pick<ApiConfig, 'limits' | 'oidc'>> {
  /** A real database in place of what only looks like one. */
  readonly storage?: () => Promise<Storage>;
  readonly http?: Pick<ListenConfig, 'headersTimeout' | 'requestTimeout'>;
  /** The admin's. */
  readonly key?: KeyText;
}

export interface Storage {
  readonly dataSource: DataSource;
  readonly store: PgEventStore;
}

/** Enough for every spec that is not about them. */
const LIMITS = { rate: 10_000, burst: 20_000, failures: 10_000, refusalsWindow: 3_600_000 };

export const useEdge = ({
  storage,
  http = {},
  key: text = { keyId: 'ada', secret: newSecret() },
  ...settings
}: EdgeSettings = {}): Edge => {
  const services = new Services();
  const keys = new SpecKeys();
  const key = keys.issue({ name: 'ada' }, text);
  let kept: Storage | undefined;
  const recorded: AccessRefused['data'][] = [];
  const store = {
    append: ({ events }: { readonly events: readonly AccessRefused[] }) => {
      recorded.push(...events.map(({ data }) => data));
      return Promise.resolve();
    },
  };
  let api: Listening;
  let document: OpenAPIObject;
  let routes: readonly string[];
  let refusals: Refusals;

  const subscribe = (
    subject: string,
    { callback }: { callback: (error: null, message: object) => void },
  ) => {
    if (subject === PROVISIONING_EVENTS)
      services.ring = (jobId) => {
        callback(null, { headers: { get: () => jobId } });
      };
    return { unsubscribe: () => undefined };
  };

  @Global()
  @Module({
    providers: [
      {
        provide: ApiConfig,
        useValue: {
          ...{ tenant: 'demo', followers: FOLLOWERS, limits: LIMITS, oidc: {} },
          ...{ firstKey: new Secret(key), ...settings },
        },
      },
      { provide: DataSource, useFactory: () => kept?.dataSource ?? keys },
      { provide: PgEventStore, useFactory: () => kept?.store ?? store },
      { provide: Publisher, useValue: services },
      { provide: QueryClient, useValue: services },
      {
        provide: BusConnection,
        useValue: { nats: { subscribe } },
      },
    ],
    exports: [ApiConfig, DataSource, PgEventStore, Publisher, QueryClient, BusConnection],
  })
  class GroundModule {}

  @Module({ imports: [GroundModule, HealthModule, ApiModule] })
  class EdgeModule {}

  beforeAll(async () => {
    kept = await storage?.();
    const app = await createHttpApp(EdgeModule, {
      logger: false,
      statuses: REFUSALS,
      machinery: MACHINERY,
      door: (one) => one.get(Door, { strict: false }).enter,
    });
    openApi(app, describeApi());
    const config = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000, ...http };
    api = await listen(app, config);
    refusals = app.get(Refusals, { strict: false });
    routes = routesOf(app.getHttpAdapter().getInstance());
    document = (await (await fetch(`${api.url}/openapi.json`)).json()) as OpenAPIObject;
  });
  afterAll(async () => {
    await api.stop();
    await kept?.dataSource.destroy();
  });
  beforeEach(() => {
    services.jobs.clear();
    services.published.length = 0;
    services.asked.length = 0;
    services.scopes.length = 0;
    services.histories.clear();
    services.failure = undefined;
    services.refusals = 0;
    services.isIdle = false;
    services.isInUse = false;
    services.jobs.set(JOB_EXAMPLE.jobId, { outcome: 'accepted', job: JOB_EXAMPLE });
  });

  const authorization = `Bearer ${key}`;
  const sendText = (
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(api.url + path, {
      method,
      ...(body !== undefined && { body }),
      headers: {
        authorization,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    });

  const send: Edge['send'] = (method, path, body, headers) =>
    sendText(method, path, body === undefined ? undefined : JSON.stringify(body), headers);

  return {
    get url() {
      return api.url;
    },
    services,
    keys,
    key,
    refusals: async () => {
      await refusals.flush();
      return recorded.splice(0);
    },
    get document() {
      return document;
    },
    get routes() {
      return routes;
    },
    operation: (name) => {
      const [, found] = operationsOf(document).find(([each]) => each === name) ?? [];
      if (!found) throw new Error(`${name} is not documented`);
      return found;
    },
    faultsOf: (schema, value) => faultsBy(document, schema, value),
    get: (path, headers) => send('GET', path, undefined, headers),
    as: (one, method, path, body) =>
      send(method, path, body, { authorization: `Bearer ${keys.issue(one)}` }),
    provision: (body, headers) =>
      sendText('POST', PROVISION, typeof body === 'string' ? body : JSON.stringify(body), headers),
    prepare: (datacenter, headers) =>
      send('POST', `/api/v1/datacenters/${datacenter}/prepare`, undefined, headers),
    send,
    order: (jobId, order, body, headers) =>
      send('POST', `/api/v1/jobs/${jobId}/${order}`, body, headers),
  };
};
