import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  DATACENTER_KEY,
  type DatacenterProfile,
  FIREWALL_PROFILES,
  gatewayBucket,
  type RouterEntry,
  routerKey,
} from '@ferrule/inventory-contracts';
import type { Envelope } from '@ferrule/kernel';
import { Bucket } from '@ferrule/lease';
import {
  BucketWriter,
  type BusConnection,
  commandStream,
  connectBus,
  decodeEnvelope,
  ensureTopology,
  EVENTS,
  Publisher,
} from '@ferrule/messaging';
import {
  type RouterCommandMessage,
  routerCommandStream,
  routerCommandSubject,
  type RouterEvent,
  type Stage,
} from '@ferrule/router-contracts';
import type { Simulator } from '@ferrule/router-simulator-core';
import { Keyring } from '@ferrule/sealed-secret';

// For the specs of this app alone: gateways as processes, and somebody who sends them commands.

const ROOT = join(import.meta.dirname, '../../..');
const KEYS = Keyring.newKey('spec');
export const keys = Keyring.parse(KEYS);

export const DC1: Omit<DatacenterProfile, 'firewallProfiles'> = {
  id: 'DC1',
  uplink: 'sfp-sfpplus1',
  bridge: null,
  encapsulation: { kind: 'vlan' },
  management: ['172.16.10.0/24'],
  supernets: ['172.16.0.0/16'],
  resolver: { servers: ['9.9.9.9'], cacheKiB: 2048 },
  internet: { interface: 'sfp-sfpplus2' },
  bgp: null,
};

/** The same as the inventory says it. */
export const PROFILE: DatacenterProfile = { ...DC1, firewallProfiles: FIREWALL_PROFILES };

export const entryFor = (
  id: string,
  port: number,
  changed: Partial<RouterEntry> = {},
): RouterEntry => ({
  id,
  datacenter: 'DC1',
  address: '127.0.0.1',
  port,
  tls: null,
  user: 'admin',
  password: keys.seal('', `router/${id}/password`),
  dialect: null,
  status: 'active',
  ...changed,
});

export const routerOfSimulator = (id: string, { port }: Simulator): RouterEntry =>
  entryFor(id, port);

/** A gateway in a process of its own. */
export class Gateway {
  readonly #environment: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  log = '';

  constructor(settings: {
    readonly nats: string;
    /** Without it, what the inventory says. */
    readonly routersFile?: string;
    readonly leaseTtlMs: number;
    readonly more?: Readonly<Record<string, string>>;
  }) {
    this.#environment = {
      FERRULE_BUS_SERVERS: settings.nats,
      FERRULE_BUS_ON_DRIFT: 'apply',
      FERRULE_ROUTER_GATEWAY_HTTP_PORT: '0',
      FERRULE_ROUTER_GATEWAY_DATACENTER: 'DC1',
      FERRULE_ROUTER_GATEWAY_KEYRING: KEYS,
      FERRULE_ROUTER_GATEWAY_LEASE_TTL: `${settings.leaseTtlMs}ms`,
      ...(settings.routersFile !== undefined && {
        FERRULE_ROUTER_GATEWAY_ROUTERS_FILE: settings.routersFile,
      }),
      ...settings.more,
    };
  }

  start(): this {
    const child = spawn(
      process.execPath,
      [
        `--import=${join(ROOT, 'test/ground/swc-loader.mjs')}`,
        '--conditions=ferrule-source',
        join(import.meta.dirname, 'main.ts'),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: this.#environment },
    );
    const hear = (chunk: Buffer): void => void (this.log += chunk.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    this.#child = child;
    return this;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** At once, in the midst of whatever it does. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** In good order; its exit code or signal. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<unknown> {
    const child = this.#child;
    if (child === undefined) return undefined;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    return child.exitCode ?? child.signalCode;
  }
}

/** The process that holds the lease of a router, or held it last. */
export const holderOf = async (leases: Bucket, router: string): Promise<number> => {
  const entry = await leases.read(`DC1.${router}`);
  const { holder } = JSON.parse(entry?.value ?? '{}') as { holder?: string };
  return Number(holder?.split('/')[1]);
};

export type Heard = RouterEvent & { readonly envelope: Envelope };

/** Sends commands as the saga would, and hears every answer. */
export class Sender {
  readonly heard: Heard[] = [];
  readonly connection: BusConnection;
  readonly #publisher: Publisher;

  private constructor(connection: BusConnection) {
    this.connection = connection;
    this.#publisher = new Publisher(connection);
    connection.nats.subscribe('evt.router.>', {
      callback: (_, message) => {
        const { headers, data } = message;
        const envelope = decodeEnvelope({ headers, data });
        const event = { type: envelope.type, data: JSON.parse(envelope.body) as unknown };
        this.heard.push({ ...(event as RouterEvent), envelope });
      },
    });
  }

  static async on(nats: string): Promise<Sender> {
    const connection = await connectBus({ servers: nats, name: 'sender' });
    const sender = new Sender(connection);
    await sender.prepare();
    return sender;
  }

  async prepare(): Promise<void> {
    const { stream, subjects } = routerCommandStream('DC1');
    const streams = [EVENTS, commandStream(stream, subjects)];
    await ensureTopology(await this.connection.manager(), { streams });
    // As where gateways have run before: of what is sent before the first of them is up they know nothing.
    await new Bucket(this.connection, { name: 'ROUTER_STOPS', keepMs: 7 * 86_400_000 }).madeAt();
  }

  /** The id of the command. */
  async send(
    command: RouterCommandMessage,
    { id = randomUUID(), at = new Date() }: { readonly id?: string; readonly at?: Date } = {},
  ): Promise<string> {
    await this.publish(routerCommandSubject(command.data, command.type), command.type, id, {
      body: JSON.stringify(command.data),
      at,
      jobId: command.data.jobId,
    });
    return id;
  }

  async publish(
    subject: string,
    type: string,
    id: string,
    { body, at = new Date(), jobId }: { body: string; at?: Date; jobId: string },
  ): Promise<void> {
    await this.#publisher.publish(subject, {
      id,
      type,
      schemaVersion: 1,
      source: 'provisioning',
      subject: jobId,
      time: at.toISOString(),
      meta: { correlationId: jobId, actor: 'operator:ann', tenant: 'acme' },
      body,
    });
  }

  /** Sends it, and resolves with its answer. */
  async ask(command: RouterCommandMessage, at?: Date): Promise<Heard> {
    return this.answer(await this.send(command, at && { at }));
  }

  /** The first answer to a command. */
  async answer(id: string, timeoutMs = 45_000): Promise<Heard> {
    for (const deadline = performance.now() + timeoutMs; ;) {
      const [heard] = this.answersTo(id);
      if (heard !== undefined) return heard;
      if (performance.now() >= deadline) throw new Error(`${id} was not answered`);
      await pause(10);
    }
  }

  /** Every answer to one command. */
  answersTo(id: string): readonly Heard[] {
    return this.heard.filter(({ envelope }) => envelope.meta.causationId === id);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

/** What the inventory tells the gateway of DC1. */
export const tell = async (
  connection: BusConnection,
  { datacenter, routers }: { datacenter?: object; routers: readonly RouterEntry[] },
): Promise<void> => {
  const writer = new BucketWriter(connection, { name: gatewayBucket('DC1') });
  const write = (key: string, value: object) =>
    writer.settle(key, () => Promise.resolve(JSON.stringify(value)));
  if (datacenter !== undefined) await write(DATACENTER_KEY, datacenter);
  for (const router of routers) await write(routerKey(router.id), router);
};

export const newJob = (): string => `job-${randomUUID().slice(0, 8)}`;

/** What every command of a job says, for the router `r1`. */
export const orderOf = (
  jobId: string,
  { tag = `nnc-provisioned-${jobId}`, inMs = 15_000 } = {},
): Readonly<Record<'datacenter' | 'router' | 'jobId' | 'tag' | 'notAfter', string>> => ({
  datacenter: 'DC1',
  router: 'r1',
  jobId,
  tag,
  notAfter: new Date(Date.now() + inMs).toISOString(),
});

/** A stage of one VLAN. */
export const vlanStage = (id: number, jobId: string): Stage => ({
  phase: 1,
  changes: [
    {
      path: '/interface/vlan',
      before: null,
      after: {
        name: `vlan${id}`,
        'vlan-id': String(id),
        interface: 'sfp-sfpplus1',
        comment: `nnc-provisioned-${jobId}`,
      },
      critical: true,
    },
  ],
});

/** Whole or not at all, as a deployment replaces it. */
export const writeRouters = async (
  file: string,
  routers: readonly RouterEntry[],
  datacenters: readonly object[] = [DC1],
): Promise<void> => {
  await writeFile(`${file}.new`, JSON.stringify({ datacenters, routers }));
  await rename(`${file}.new`, file);
};
