import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepareDatabase } from '@ferrule/service';
import {
  freePort,
  type NatsServer,
  type PostgresServer,
  ServerProcess,
  startNatsServer,
  startPostgres,
} from '@ferrule/testing';
import { type Claim, claim } from './claim.ts';
import { databaseUrl, ensureDatabase } from './database.ts';
import { type DemoRouter, DemoRouters } from './demo-routers.ts';
import { DATACENTERS, type DemoDatacenter } from './demo-datacenters.ts';
import { ledgerSettings } from './ledger-settings.ts';
import { usersConfig, usersFor } from './nats-users.ts';
import { drawnKey, Passwords } from './passwords.ts';
import { passedOn } from './passed-on.ts';
import { isReady, isTaken, portOr } from './ports.ts';
import { prepareDatacenters } from './prepare-datacenters.ts';
import { type Service, servicesFor } from './services.ts';

export interface DevStackOptions {
  /** Where everything is kept. */
  readonly data: string;
  readonly root: string;
  /** The API's; 8080, or a free one when that is taken. */
  readonly port?: number;
  readonly say: (line: string) => void;
  /** Of whoever starts it; services get only what every program needs of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Every span goes to a file, unless said otherwise. */
  readonly traces?: boolean;
  /** The two of the demo unless others are given. */
  readonly datacenters?: readonly DemoDatacenter[];
  /** Where services find the bus that is there, when something stands between. */
  readonly between?: (bus: string) => Promise<string>;
}

export interface Addresses {
  readonly api: string;
  readonly nats: string;
  readonly postgres: string;
  readonly services: Readonly<Record<string, string>>;
  readonly routers: readonly DemoRouter[];
  readonly logs: string;
  /** Of the API: its bearer may do everything. */
  readonly key: string;
  readonly publisher: { readonly user: string; readonly passwordFile: string };
}

/** Where passwords are kept, so is it. */
const FIRST_KEY = 'api:first-key';
const RESTART_AFTER_MS = 1_000;

/** Everything on one machine, each part a process of its own that ends with this one at the latest. */
export class DevStack {
  readonly #options: DevStackOptions;
  readonly #passwords: Passwords;
  readonly #datacenters: readonly DemoDatacenter[];
  readonly #services: readonly Service[];
  readonly #schemas: readonly string[];
  readonly #running = new Map<string, ServerProcess>();
  readonly #urls = new Map<string, string>();
  readonly #routers: DemoRouters;
  #claim: Claim | undefined;
  #busForServices = '';
  #postgres: PostgresServer | undefined;
  #nats: NatsServer | undefined;
  #stopping = false;

  constructor(options: DevStackOptions) {
    this.#options = options;
    this.#passwords = new Passwords(options.data);
    this.#datacenters = options.datacenters ?? DATACENTERS;
    this.#services = servicesFor(this.#datacenters);
    this.#schemas = this.#services.flatMap(({ schema }) => schema ?? []);
    this.#routers = new DemoRouters({
      data: options.data,
      datacenters: this.#datacenters,
      program: this.#built('router-simulator', 'main'),
      env: passedOn(this.#options.environment),
      lost: (what, error, restart) => {
        this.#lost(what, error, restart);
      },
    });
  }

  /** Throws `AlreadyRunning` when another process uses this directory. */
  async claim(): Promise<void> {
    this.#claim = await claim(`${this.#options.data}.claim.json`);
  }

  async start(): Promise<void> {
    const { data, say } = this.#options;
    await mkdir(join(data, 'logs'), { recursive: true });
    await this.#passwords.load(
      [
        ...['postgres', 'audit:checkpoints'],
        ...this.#schemas.flatMap((schema) => [schema, `${schema}_owner`]),
        ...usersFor(this.#datacenters).map(({ user }) => `nats:${user}`),
      ],
      { [FIRST_KEY]: drawnKey },
    );
    say('Starting Postgres, NATS and the simulated routers …');
    [this.#postgres, this.#nats] = await Promise.all([
      this.#startPostgres(),
      this.#startNats(),
      this.#routers.start(),
    ]);
    const { between = (bus) => Promise.resolve(bus) } = this.#options;
    this.#busForServices = await between(this.#nats.url);
    say('Preparing the database …');
    await this.#prepareDatabase();
    say(`Starting ${this.#services.map(({ name }) => name).join(', ')} …`);
    await Promise.all(this.#services.map((service) => this.#startService(service)));
    say('Preparing the datacenters …');
    const { publisher, key, ...addresses } = this.addresses();
    await prepareDatacenters(addresses.api, key, this.#datacenters, say);
    await this.#claim?.note({ ...addresses, passwords: publisher.passwordFile, data });
  }

  /** Services first, then what they use. What is recorded stays. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#running.values()].map((service) => service.stop()));
    await this.#routers.stop();
    await this.#nats?.stop();
    await this.#postgres?.stop();
    await this.#claim?.release();
  }

  /** Of a service, a router, `Postgres` or `NATS`, for whoever wants to kill it. Throws while it is not running. */
  pidOf(name: string): number {
    const server =
      { Postgres: this.#postgres, NATS: this.#nats }[name] ??
      this.#running.get(name) ??
      this.#routers.process(name);
    if (server === undefined) throw new Error(`there is no ${name}`);
    return server.pid;
  }

  /** The bus dies, and comes back without anything that it held. */
  async wipeBus(): Promise<void> {
    await this.#nats?.wipeStore();
  }

  addresses(): Addresses {
    const { data } = this.#options;
    const services = Object.fromEntries([...this.#urls].filter(([name]) => name !== 'api'));
    return {
      api: this.#urls.get('api') ?? '',
      nats: this.#nats?.url ?? '',
      postgres: `127.0.0.1:${this.#postgres?.port ?? 0}, database ferrule`,
      services,
      routers: this.#routers.routers,
      logs: join(data, 'logs'),
      key: this.#passwords.of(FIRST_KEY),
      publisher: { user: 'billing', passwordFile: this.#passwords.file },
    };
  }

  async #startPostgres(): Promise<PostgresServer> {
    return startPostgres({
      dataDir: join(this.#options.data, 'postgres'),
      password: this.#passwords.of('postgres'),
      onUnexpectedExit: (error) => this.#lost('Postgres', error, () => this.#postgres?.restart()),
    });
  }

  async #startNats(): Promise<NatsServer> {
    try {
      return await this.#startNatsOn(await portOr(4222));
    } catch (error) {
      if (!isTaken(error)) throw error;
      // Another stack that starts at the same moment found the same port free.
      return this.#startNatsOn(await freePort());
    }
  }

  #startNatsOn(port: number): Promise<NatsServer> {
    return startNatsServer({
      storeDir: join(this.#options.data, 'nats'),
      port,
      config: usersConfig(
        usersFor(this.#datacenters).map((user) => ({
          ...user,
          password: this.#passwords.of(`nats:${user.user}`),
        })),
      ),
      onUnexpectedExit: (error) => this.#lost('NATS', error, () => this.#nats?.restart()),
    });
  }

  async #prepareDatabase(): Promise<void> {
    const { url } = this.#postgres ?? { url: '' };
    await ensureDatabase(url);
    await prepareDatabase(
      databaseUrl(url),
      this.#schemas.map((schema) => ({
        schema,
        password: this.#passwords.of(schema),
        ownerPassword: this.#passwords.of(`${schema}_owner`),
      })),
    );
    await Promise.all(
      this.#services
        .filter(({ schema }) => schema !== undefined)
        .map((service) => this.#migrate(service)),
    );
  }

  async #migrate(service: Service): Promise<void> {
    try {
      await promisify(execFile)(process.execPath, [this.#built(service.app, 'migrate')], {
        env: this.#env(service, 0),
        timeout: 180_000,
      });
    } catch (error) {
      const said: unknown = Reflect.get(Object(error), 'stderr');
      throw new Error(typeof said === 'string' && said !== '' ? said.trim() : String(error), {
        cause: error,
      });
    }
  }

  async #startService(service: Service): Promise<void> {
    const { name } = service;
    const { data, port: wanted } = this.#options;
    const port = name === 'api' ? (wanted ?? (await portOr(8080))) : await freePort();
    const url = `http://127.0.0.1:${port}`;
    const process_ = new ServerProcess({
      label: name,
      command: process.execPath,
      args: ['--enable-source-maps', this.#built(service.app, 'main')],
      env: this.#env(service, port),
      port,
      logFile: join(data, 'logs', `${name}.log`),
      recordFile: join(data, `${name}.owner.json`),
      stopSignal: 'SIGTERM',
      isReady: () => isReady(url),
      onUnexpectedExit: (error) => this.#lost(name, error, () => process_.start()),
    });
    this.#running.set(name, process_);
    this.#urls.set(name, url);
    await process_.start();
    this.#options.say(`  ${name.padEnd(18)} ${url}`);
  }

  /** What ended by itself is started again: that is what a platform would do. */
  #lost(what: string, error: Error, restart: () => Promise<void> | undefined): void {
    if (this.#stopping) return;
    const [sentence = what] = error.message.split('\n');
    this.#options.say(`${sentence.replace(/:$/, '')}; starting it again`);
    setTimeout(() => {
      if (this.#stopping) return;
      Promise.resolve(restart()).catch((failure: unknown) =>
        this.#lost(what, failure instanceof Error ? failure : new Error(String(failure)), restart),
      );
    }, RESTART_AFTER_MS);
  }

  #env(
    { app, prefix, user, schema, holdsKeys, env }: Service,
    port: number,
  ): Record<string, string> {
    const postgres = this.#postgres?.url ?? '';
    const login = (role: string) => databaseUrl(postgres, role, this.#passwords.of(role));
    return {
      ...passedOn(this.#options.environment),
      [`${prefix}_HTTP_PORT`]: String(port),
      // A newer version of the code may declare its consumers otherwise than the data at hand.
      FERRULE_BUS_ON_DRIFT: 'apply',
      FERRULE_BUS_SERVERS: this.#busForServices,
      [`${prefix}_BUS_USER`]: user,
      [`${prefix}_BUS_PASSWORD`]: this.#passwords.of(`nats:${user}`),
      ...(this.#options.traces !== false && {
        FERRULE_TELEMETRY_SPANS_FILE: join(this.#options.data, 'logs', 'spans.ndjson'),
      }),
      ...(schema !== undefined && {
        [`${prefix}_DATABASE_URL`]: login(schema),
        [`${prefix}_DATABASE_OWNER_URL`]: login(`${schema}_owner`),
      }),
      ...(holdsKeys && { [`${prefix}_KEYRING`]: this.#routers.keyring }),
      ...(app === 'api' && { FERRULE_API_FIRST_KEY: this.#passwords.of(FIRST_KEY) }),
      ...(app === 'audit' && ledgerSettings(this.#options.data, this.#passwords)),
      ...(app === 'inventory' && { FERRULE_INVENTORY_SEED_FILE: this.#routers.seedFile }),
      ...env,
    };
  }

  #built(app: string, entry: 'main' | 'migrate'): string {
    return join(this.#options.root, 'apps', app, 'dist', `${entry}.js`);
  }
}
