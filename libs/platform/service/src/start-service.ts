import type { BusConfig, HttpConfig, TelemetryConfig } from '@ferrule/config';
import {
  createHttpApp,
  Health,
  HealthModule,
  type HttpAppOptions,
  listen,
  type Listening,
} from '@ferrule/http';
import {
  BusConnection,
  connectBus,
  type DeliveryHooks,
  DLQ,
  EVENTS,
  JetStreamServer,
  type JetStreamServerOptions,
  Publisher,
  QueryClient,
  queryTransport,
  type StreamDeclaration,
} from '@ferrule/messaging';
import { MetricsModule, NestLog, startTelemetry } from '@ferrule/telemetry';
import {
  type BeforeApplicationShutdown,
  Global,
  type INestApplication,
  type INestApplicationContext,
  Module,
  type OnApplicationShutdown,
  type Provider,
  type Type,
} from '@nestjs/common';
import { busOptions } from './bus-options.ts';
import { eventsController } from './events-from.ts';
import { replicated, Storage, type StorageDefinition } from './storage.ts';
import { traceRequests } from './trace-requests.ts';

export interface ServiceConfig {
  readonly telemetry: TelemetryConfig;
  readonly http: HttpConfig;
  readonly bus: BusConfig;
}

export interface ServiceDefinition {
  /** The context, and with it the schema, the source of its events and the queue of its queries: `ipam`. */
  readonly context: string;
  readonly config: ServiceConfig;
  /**
   * The app's wiring. It can inject its config, `BusConnection`, `Publisher`, `QueryClient`, and
   * with storage `PgEventStore`, `DataSource` and `Repeater`.
   */
  readonly module: Type;
  readonly storage?: StorageDefinition;
  /** The work queues that it reads from. */
  readonly commands?: readonly StreamDeclaration[];
  /** How its handlers are treated, where that differs from what is usual. */
  readonly delivery?: Pick<JetStreamServerOptions, 'handlerDeadlineMs' | 'drainMs'>;
  /** Answers to commands that should never have been sent. */
  readonly hooks?: (app: INestApplicationContext) => DeliveryHooks;
  readonly http?: Omit<HttpAppOptions, 'logger' | 'bodyLimit' | 'around'>;
  /** The last touch before it listens, such as its OpenAPI document. */
  readonly prepare?: (app: INestApplication) => void;
  /** When its consumers are bound; the server takes further ones from here on. */
  readonly started?: (app: INestApplicationContext, server: JetStreamServer) => void;
}

/** Ends in the reverse order of starting: handlers first, then the storage, then the bus. */
class Lifecycle implements BeforeApplicationShutdown, OnApplicationShutdown {
  server: JetStreamServer | undefined;

  constructor(
    private readonly bus: BusConnection,
    private readonly storage: Storage | undefined,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.server?.drain();
    await this.storage?.drain();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.storage?.close();
    await this.bus.close();
  }
}

const rootModule = (
  module: Type,
  providers: readonly Provider[],
  controllers: readonly Type[],
): Type => {
  @Global()
  @Module({ providers: [...providers], exports: providers.map((one) => provided(one)) })
  class Ground {}

  @Module({ imports: [Ground, HealthModule, MetricsModule, module], controllers: [...controllers] })
  class Root {}
  return Root;
};

const provided = (provider: Provider) => ('provide' in provider ? provider.provide : provider);

/** Starts one service: telemetry, bus, database, handlers, HTTP. */
export const startService = async (definition: ServiceDefinition): Promise<Listening> => {
  const { context, config, commands = [] } = definition;
  const telemetry = startTelemetry(config.telemetry);
  const { log } = telemetry;
  const bus = await connectBus({
    ...busOptions(config.bus, context),
    onStatus: (status) => {
      log.write(status.type === 'error' ? 'warn' : 'info', `bus: ${status.type}`);
    },
  });
  const storage =
    definition.storage && (await Storage.open(context, definition.storage, bus, config.bus, log));
  const lifecycle = new Lifecycle(bus, storage);
  const app = await createHttpApp(
    rootModule(
      definition.module,
      [
        { provide: config.constructor, useValue: config },
        { provide: BusConnection, useValue: bus },
        { provide: Publisher, useValue: new Publisher(bus) },
        { provide: QueryClient, useValue: new QueryClient(bus) },
        { provide: Lifecycle, useValue: lifecycle },
        ...(storage?.providers() ?? []),
      ],
      storage?.sealer ? [eventsController(context, storage.pool)] : [],
    ),
    {
      logger: new NestLog(log),
      bodyLimit: config.http.bodyLimit,
      around: traceRequests,
      ...definition.http,
    },
  );
  const server = new JetStreamServer({
    connection: bus,
    streams: replicated([EVENTS, ...commands], config.bus),
    deadLetters: { ...DLQ, replicas: config.bus.replicas },
    onDrift: config.bus.onDrift,
    ...(storage && { dependencies: () => storage.answers() }),
    ...definition.delivery,
    ...definition.hooks?.(app),
  });
  lifecycle.server = server;
  app.connectMicroservice({ strategy: server }, { inheritAppConfig: false });
  const queries = { ...busOptions(config.bus, `${context}-queries`), queue: context };
  app.connectMicroservice(queryTransport(queries), { inheritAppConfig: false });
  storage?.start();
  watch(app.get(Health), bus, server, storage);
  definition.prepare?.(app);
  await app.startAllMicroservices();
  const listening = await listen(app, config.http, { finish: () => telemetry.shutdown() });
  definition.started?.(app, server);
  return listening;
};

const watch = (
  health: Health,
  bus: BusConnection,
  server: JetStreamServer,
  storage: Storage | undefined,
): void => {
  health.add('bus', async () => {
    await bus.busReady();
    return undefined;
  });
  health.add('consumers', () => {
    server.consumersReady();
    return Promise.resolve(undefined);
  });
  if (storage)
    health.add('database', async () => {
      await storage.answers();
      return undefined;
    });
  const sealer = storage?.sealer;
  if (sealer)
    health.add('sealer', () =>
      sealer.stuck === undefined
        ? Promise.resolve({ leading: sealer.leading })
        : Promise.reject(Object.assign(new Error(sealer.stuck), { code: 'BUS_AHEAD' })),
    );
};
