/** The edge as it is built, or the same route with nothing before it; a process of its own, ended with its parent. */
import 'reflect-metadata';
import { DatabaseConfig, Secret } from '@ferrule/config';
import { PgEventStore } from '@ferrule/event-store';
import { createHttpApp, HealthModule, listen, type Middleware } from '@ferrule/http';
import { IPAM_QUERIES } from '@ferrule/ipam-contracts';
import { BusConnection, connectBus, Publisher, QueryClient } from '@ferrule/messaging';
import { openDatabase, poolOf } from '@ferrule/service';
import {
  Controller,
  Get,
  Global,
  Module,
  type ModuleMetadata,
  type Provider,
  type Type,
} from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface EdgeOrder {
  readonly kind: 'whole' | 'bare';
  readonly database: string;
  readonly bus: string;
  readonly firstKey: string;
}

/** As it was built: Node cannot run a source that has decorators. */
const built = async (path: string): Promise<Readonly<Record<string, Type>>> =>
  (await import(new URL(`../../../apps/api/dist/${path}`, import.meta.url).href)) as Readonly<
    Record<string, Type>
  >;

const classOf = (module: Readonly<Record<string, Type>>, name: string): Type => {
  const found = module[name];
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

const moduleOf = (metadata: ModuleMetadata): Type => {
  class Part {
    readonly is = metadata;
  }
  Module(metadata)(Part);
  return Part;
};

const groundOf = (providers: readonly Provider[]): Type => {
  const exported = providers.map((one) => ('provide' in one ? one.provide : one));
  const ground = moduleOf({ providers: [...providers], exports: exported });
  Global()(ground);
  return ground;
};

const rootOf = (...imports: readonly Type[]): Type =>
  moduleOf({ imports: [...imports, HealthModule] });

/** Asks the same and answers the same: nobody is looked at, and nothing is checked. */
const bareModule = (queries: QueryClient): Type => {
  class Bare {
    list(): Promise<unknown> {
      return queries.ask(IPAM_QUERIES.listNetworks, { limit: 50 });
    }
  }
  const list = Object.getOwnPropertyDescriptor(Bare.prototype, 'list');
  if (list !== undefined) Get()(Bare.prototype, 'list', list);
  Controller('api/v1/networks')(Bare);
  return moduleOf({ controllers: [Bare] });
};

const start = async ({ kind, database, bus, firstKey }: EdgeOrder): Promise<number> => {
  const connection = await connectBus({ servers: bus, name: kind });
  const queries = new QueryClient(connection);
  const address = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000 };
  if (kind === 'bare') {
    const app = await createHttpApp(rootOf(bareModule(queries)), { logger: false });
    return (await listen(app, address)).port;
  }
  const [module, config, door] = await Promise.all(
    ['api.module.js', 'config.js', 'access/door.js'].map(built),
  );
  const settings = Object.assign(new DatabaseConfig(), { url: new Secret(database) });
  const dataSource = await openDatabase(settings, 'api', []);
  const limits = { rate: 1_000_000, burst: 1_000_000, failures: 10, refusalsWindow: 60_000 };
  const own = { tenant: 'demo', followers: 10, oidc: {}, limits, firstKey: new Secret(firstKey) };
  const provided = groundOf([
    { provide: classOf(config ?? {}, 'ApiConfig'), useValue: own },
    { provide: DataSource, useValue: dataSource },
    { provide: PgEventStore, useValue: new PgEventStore(poolOf(dataSource)) },
    { provide: Publisher, useValue: new Publisher(connection) },
    { provide: QueryClient, useValue: queries },
    { provide: BusConnection, useValue: connection },
  ]);
  const app = await createHttpApp(rootOf(provided, classOf(module ?? {}, 'ApiModule')), {
    logger: false,
    door: (one) =>
      one.get<{ readonly enter: Middleware }>(classOf(door ?? {}, 'Door'), { strict: false }).enter,
  });
  return (await listen(app, address)).port;
};

process.once('message', (order) => {
  void start(order as EdgeOrder).then((port) => process.send?.(port));
});
process.once('disconnect', () => process.exit(0));
