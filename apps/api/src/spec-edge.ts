import 'reflect-metadata';
import { createHttpApp, HealthModule, listen, openApi, type Listening } from '@ferrule/http';
import { BusConnection, Publisher, QueryClient } from '@ferrule/messaging';
import { JOB_EXAMPLE, PROVISIONING_EVENTS } from '@ferrule/provisioning-contracts';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describeApi } from './api-document.ts';
import { ApiModule } from './api.module.ts';
import { ApiConfig } from './config.ts';
import { faultsBy, type Operation, operationsOf } from './spec-document.ts';
import { Services } from './spec-services.ts';
import { MACHINERY, REFUSALS } from './statuses.ts';

// For the specs of this app alone: the edge as it is deployed, and nothing real behind it.

/** How many may follow jobs at once. */
export const FOLLOWERS = 200;

export const PROVISION = '/api/v1/networks/provision';

export interface Edge {
  readonly url: string;
  readonly services: Services;
  readonly document: OpenAPIObject;
  /** `GET /api/v1/…` of every route that is served for callers. */
  readonly routes: readonly string[];
  operation(name: string): Operation;
  faultsOf(schema: unknown, value: unknown): unknown;
  get(path: string): Promise<Response>;
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

export const useEdge = (): Edge => {
  const services = new Services();
  let api: Listening;
  let document: OpenAPIObject;
  let routes: readonly string[];

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
      { provide: ApiConfig, useValue: { tenant: 'demo', followers: FOLLOWERS } },
      { provide: Publisher, useValue: services },
      { provide: QueryClient, useValue: services },
      {
        provide: BusConnection,
        useValue: { nats: { subscribe } },
      },
    ],
    exports: [ApiConfig, Publisher, QueryClient, BusConnection],
  })
  class GroundModule {}

  @Module({ imports: [GroundModule, HealthModule, ApiModule] })
  class EdgeModule {}

  beforeAll(async () => {
    const app = await createHttpApp(EdgeModule, {
      logger: false,
      statuses: REFUSALS,
      machinery: MACHINERY,
    });
    openApi(app, describeApi());
    const config = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000 };
    api = await listen(app, config);
    routes = routesOf(app.getHttpAdapter().getInstance());
    document = (await (await fetch(`${api.url}/openapi.json`)).json()) as OpenAPIObject;
  });
  afterAll(() => api.stop());
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

  const send: Edge['send'] = (method, path, body, headers = {}) =>
    fetch(api.url + path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    });

  return {
    get url() {
      return api.url;
    },
    services,
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
    get: (path) => fetch(api.url + path),
    provision: (body, headers = {}) =>
      fetch(api.url + PROVISION, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    prepare: (datacenter, headers = {}) =>
      fetch(`${api.url}/api/v1/datacenters/${datacenter}/prepare`, { method: 'POST', headers }),
    send,
    order: (jobId, order, body, headers) =>
      send('POST', `/api/v1/jobs/${jobId}/${order}`, body, headers),
  };
};
