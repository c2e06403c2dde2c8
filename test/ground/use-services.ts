import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDatabase } from '@ferrule/service';
import { type DatabaseInUse, freePort, until, useDatabase } from '@ferrule/testing';
import { afterAll } from '@jest/globals';
import { type Env, type Prelude, ServiceProcess } from './service-process.ts';

const apps = join(import.meta.dirname, '../../apps');

export interface Service {
  /** Its folder. */
  readonly app: string;
  /** What its schema and its variables are called after. */
  readonly context: string;
  /** What it and its migration have to be told. */
  readonly settings?: Env;
}

export interface Services {
  /** Resolves when it is ready, or over. */
  launch(this: void, service: Service, env: Env, prelude?: Prelude): Promise<ServiceProcess>;
  /** One that has to come up. */
  start(this: void, service: Service, env: Env, prelude?: Prelude): Promise<ServiceProcess>;
  stopAll(this: void): Promise<void>;
}

/** The same database, as another role. */
export const loginOf = (url: string, user: string): string => {
  const login = new URL(url);
  // The server is shared by all specs and a role is the server's: each file gives it the same password.
  [login.username, login.password] = [user, user.endsWith('_owner') ? 'owner' : 'service'];
  return login.toString();
};

const variable = ({ context }: Service, name: string): string =>
  `FERRULE_${context.toUpperCase()}_${name}`;

/** What a service is told of its database. */
export const databaseEnv = (service: Service, url: string): Env => ({
  [variable(service, 'DATABASE_URL')]: loginOf(url, service.context),
  [variable(service, 'DATABASE_OWNER_URL')]: loginOf(url, `${service.context}_owner`),
});

/** Gives a database the roles of a service, and its schema, by its own migration. */
export const migrateFor = async (service: Service, url: string): Promise<void> => {
  const { app, context } = service;
  await prepareDatabase(url, [{ schema: context, password: 'service', ownerPassword: 'owner' }]);
  const env = { ...databaseEnv(service, url), ...service.settings };
  await new ServiceProcess(`${app}/src/migrate.ts`, env).succeeded();
};

/** A migrated database of a service, for the specs of this file. */
export const useServiceDatabase = (service: Service): DatabaseInUse =>
  useDatabase({
    name: service.context,
    content: readFileSync(join(apps, service.app, 'src/migrations/schema.ts'), 'utf8'),
    migrate: (url) => migrateFor(service, url),
  });

/** Services as they are deployed, in processes of their own; none outlives the specs of this file. */
export const useServices = (): Services => {
  const running: ServiceProcess[] = [];
  const stopAll = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((service) => service.stop('SIGKILL')));
  };
  afterAll(stopAll, 30_000);

  const launch: Services['launch'] = async (service, env, prelude) => {
    const port = await freePort();
    const started = new ServiceProcess(
      `${service.app}/src/main.ts`,
      { [variable(service, 'HTTP_PORT')]: String(port), ...service.settings, ...env },
      `http://127.0.0.1:${port}`,
      prelude,
    );
    running.push(started);
    await until(async () => started.isOver || (await started.isReady()), {
      timeout: 150_000,
      message: `${service.app} to be ready`,
    });
    return started;
  };
  return {
    launch,
    start: async (...which) => {
      const started = await launch(...which);
      if (started.isOver) throw new Error(`it ended by ${await started.ended()}: ${started.said}`);
      return started;
    },
    stopAll,
  };
};
