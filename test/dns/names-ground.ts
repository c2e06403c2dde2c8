import { Resolver } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { USERS, usersConfig } from '@ferrule/dev-stack';
import {
  type AllocateNetworkData,
  IPAM_QUERIES,
  type IpamCommand,
  type NameEvent,
  type NetworkNamesView,
} from '@ferrule/ipam-contracts';
import { type BusConnection, connectBus, QueryClient } from '@ferrule/messaging';
import { prepareDatabase } from '@ferrule/service';
import {
  freePort,
  type PdnsServer,
  startPdnsServer,
  until,
  useDatabase,
  useNats,
} from '@ferrule/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { type Env, ServiceProcess } from '../ground/service-process.ts';

const root = join(import.meta.dirname, '../..');
const owner = { name: 'ipam_owner', password: 'owner' };
const service = { name: 'ipam', password: 'service' };

export const ZONE = 'dc1.example';
/** The server has a zone for one /24 of the pool, and one for all others. */
export const REVERSE = ['150.16.172.in-addr.arpa', '16.172.in-addr.arpa'] as const;
export const REVERSE6 = '8.b.d.0.1.0.0.2.ip6.arpa';
const ANSWERS = ['NamesPublished', 'NamesRefused', 'NamesSkipped', 'NamesWithdrawn'];

export interface NamesGround {
  readonly pdns: PdnsServer;
  /** Asks the server itself, as anybody would. */
  readonly resolver: Resolver;
  /** Has ipam record a command; its answer may come later. */
  send(command: IpamCommand, tenant?: string): Promise<string>;
  /** What was answered to a command about names; undefined as long as nothing is. */
  answerTo(id: string): Promise<NameEvent | undefined>;
  ask(command: IpamCommand, tenant?: string): Promise<NameEvent>;
  allocate(networkId: string, more?: Partial<AllocateNetworkData>): Promise<void>;
  names(networkId: string): Promise<NetworkNamesView>;
  events(networkId: string): Promise<readonly NameEvent[]>;
  metrics(): Promise<string>;
  said(): string;
  query<Row extends object>(sql: string): Promise<readonly Row[]>;
  start(env?: Record<string, string>): Promise<void>;
  /** Another service, until the end of the file. */
  startBeside(app: string, env: Record<string, string>): Promise<void>;
  urlFor(role: { readonly name: string; readonly password: string }): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** What the service believes to be the server's key when it is started next. */
  changeKey(key: string): Promise<void>;
  /** Changes records as somebody would who knows nothing of us. */
  write(zone: string, name: string, type: string, values: readonly string[]): Promise<void>;
}

/** ipam as a process of its own, with a NATS, a Postgres and a PowerDNS, all of them real. */
export const useNames = (
  kind: 'powerdns' | 'rfc2136' | 'none',
  settings: Record<string, string> = {},
): NamesGround => {
  const nats = useNats({
    config: usersConfig(USERS.map((user) => ({ ...user, password: user.user }))),
  });
  const database = useDatabase({
    name: 'ipam, inventory and api, prepared',
    migrate: (url) =>
      prepareDatabase(
        url,
        ['ipam', 'inventory', 'api'].map((schema) => ({
          ...{ schema, ownerPassword: owner.password, password: service.password },
        })),
      ),
  });
  const resolver = new Resolver({ timeout: 2_000, tries: 3 });
  let pdns: PdnsServer | undefined;
  let bus: BusConnection | undefined;
  const running: ServiceProcess[] = [];
  let ipam: ServiceProcess | undefined;
  let admin: ReturnType<typeof database.pool> | undefined;
  let directory = '';
  let port = 0;
  let commands = 0;

  const server = (): PdnsServer => {
    if (pdns === undefined) throw new Error('the server is there from beforeAll on');
    return pdns;
  };
  const run = (app: string, file: string, env: Env): ServiceProcess => {
    const url = `http://127.0.0.1:${port}`;
    const service = new ServiceProcess(
      `${app}/src/${file}`,
      { FERRULE_BUS_SERVERS: nats.url, ...env },
      url,
    );
    running.push(service);
    return service;
  };
  const ipamEnv = (): Env => ({
    FERRULE_IPAM_BUS_USER: 'ipam',
    FERRULE_IPAM_BUS_PASSWORD: 'ipam',
    FERRULE_IPAM_HTTP_PORT: String(port),
    FERRULE_IPAM_DATABASE_URL: database.urlFor(service),
    FERRULE_IPAM_DATABASE_OWNER_URL: database.urlFor(owner),
    ...(kind !== 'none' && { FERRULE_IPAM_DNS_FILE: join(directory, 'servers.json') }),
    ...settings,
  });
  const ask = <Answer>(subject: string, question: object): Promise<Answer> => {
    if (bus === undefined) throw new Error('the bus is there from beforeAll on');
    return new QueryClient(bus).ask<Answer>(subject, question, 20_000);
  };

  const ground: NamesGround = {
    get pdns() {
      return server();
    },
    resolver,
    send: async (command, tenant = 'acme') => {
      const id = `command-${(commands += 1)}`;
      await ask(IPAM_QUERIES.execute, { id, ...command, meta: { actor: 'ada', tenant } });
      return id;
    },
    answerTo: async (id) => {
      const rows = await ground.query<{ type: string; body: string; meta: string }>(
        `select type, body, meta from event where stream like 'names%' order by stream, version`,
      );
      const row = rows.find(
        ({ type, meta }) =>
          ANSWERS.includes(type) &&
          (JSON.parse(meta) as { causationId?: string }).causationId === id,
      );
      return row && eventOf(row.type, row.body);
    },
    ask: async (command, tenant) => {
      const id = await ground.send(command, tenant);
      const message = `an answer to ${command.type}`;
      return until(() => ground.answerTo(id), { timeout: 60_000, message });
    },
    allocate: async (networkId, more = {}) => {
      await ground.send({
        type: 'AllocateNetwork',
        data: {
          ...{ networkId, clientId: 'acme-corp', type: 'production', datacenter: 'DC1' },
          ...{ size: '/25', enableDHCP: false },
          ...more,
        },
      });
    },
    names: (networkId) => ask<NetworkNamesView>(IPAM_QUERIES.namesOf, { networkId }),
    events: async (networkId) => {
      const rows = await ground.query<{ type: string; body: string }>(
        `select type, body from event where stream = 'names-${networkId}' order by version`,
      );
      return rows.map(({ type, body }) => eventOf(type, body));
    },
    metrics: async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text(),
    said: () => running.map(({ said }) => said).join(''),
    query: async <Row extends object>(sql: string) => {
      admin ??= database.pool({ options: '-c search_path=ipam,public' });
      return (await admin.query<Row>(sql)).rows;
    },
    start: async (env = {}) => {
      const started = run('ipam', 'main.ts', { ...ipamEnv(), ...env });
      ipam = started;
      await until(async () => started.isOver || (await started.isReady()), { timeout: 60_000 });
      if (started.isOver) throw new Error(`ipam ended: ${started.said}`);
    },
    startBeside: async (app, env) => {
      const login = {
        [`FERRULE_${app.toUpperCase()}_BUS_USER`]: app,
        [`FERRULE_${app.toUpperCase()}_BUS_PASSWORD`]: app,
      };
      if (app !== 'ipam' && existsSync(join(root, 'apps', app, 'src', 'migrate.ts')))
        await run(app, 'migrate.ts', { ...login, ...env }).succeeded();
      const own = app === 'ipam' ? ipamEnv() : {};
      run(app, 'main.ts', { ...own, ...login, ...env });
    },
    urlFor: (role) => database.urlFor(role),
    stop: async (signal = 'SIGTERM') => {
      await ipam?.stop(signal);
    },
    changeKey: (key) => writeFile(join(directory, 'ns1.key'), key),
    write: async (zone, name, type, values) => {
      const records = values.map((content) => ({ content, disabled: false }));
      const changetype = values.length === 0 ? 'DELETE' : 'REPLACE';
      await server().api('PATCH', `/zones/${zone}.`, {
        rrsets: [{ name: `${name}.`, type, ttl: 60, changetype, records, comments: [] }],
      });
    },
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ferrule-names-'));
    port = await freePort();
    if (kind !== 'none') {
      pdns = await startPdnsServer();
      resolver.setServers([`${pdns.host}:${pdns.port}`]);
      for (const zone of [ZONE, ...REVERSE, REVERSE6]) await pdns.makeZone(zone);
      await writeServerFile(directory, kind, pdns);
    }
    await run('ipam', 'migrate.ts', ipamEnv()).succeeded();
    await ground.start();
    bus = await connectBus({
      ...{ servers: nats.url, name: 'spec', firstConnectMs: 10_000 },
      ...{ user: 'operator', password: 'operator' },
    });
  }, 240_000);
  afterAll(async () => {
    await bus?.close();
    await Promise.all(running.map((service) => service.stop('SIGKILL')));
    await pdns?.discard();
    await rm(directory, { recursive: true, force: true });
  });
  return ground;
};

const eventOf = (type: string, body: string): NameEvent =>
  ({ type, data: JSON.parse(body) as object }) as NameEvent;

const writeServerFile = async (
  directory: string,
  kind: 'powerdns' | 'rfc2136',
  pdns: PdnsServer,
): Promise<void> => {
  const at =
    kind === 'powerdns'
      ? { url: pdns.url }
      : { address: `${pdns.host}:${pdns.port}`, keyName: pdns.tsig.name };
  const zones = [ZONE, '16.172.in-addr.arpa', REVERSE6];
  const server = { name: 'ns1', kind, ...at, keyFile: 'ns1.key', zones };
  await writeFile(join(directory, 'servers.json'), JSON.stringify({ servers: [server] }));
  const key = kind === 'powerdns' ? pdns.apiKey : pdns.tsig.secret;
  await writeFile(join(directory, 'ns1.key'), `${key}\n`);
};
