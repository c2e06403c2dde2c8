import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoDatacenter, DevStack } from '@ferrule/dev-stack';
import { IPAM_QUERIES } from '@ferrule/ipam-contracts';
import { type BusConnection, connectBus, QueryClient } from '@ferrule/messaging';
import { freePort, withClient } from '@ferrule/testing';
import { root } from '../../check/program.ts';
import { NetworkBuyer } from './network-buyer.ts';

const datacenter = (n: number): DemoDatacenter => ({
  id: `B${n}`,
  router: `b${n}-r1`,
  settings: {
    name: `Bench ${n}`,
    uplink: 'sfp-sfpplus1',
    encapsulation: { kind: 'vlan' },
    management: [`10.254.${n}.0/24`],
    supernets: [`10.${n}.0.0/16`],
    resolver: { servers: ['9.9.9.9'], cacheKiB: 4_096 },
    internet: { interface: 'ether1' },
  },
});

/** Every service, store, bus and gateway as `npm start` runs them, with as many routers as wanted. */
export class BenchStack {
  readonly datacenters: readonly string[];
  readonly #stack: DevStack;
  readonly #buses: BusConnection[] = [];
  #passwords: Readonly<Record<string, string>> = {};
  #stopped: Promise<void> | undefined;

  private constructor(directory: string, port: number, routers: number) {
    const datacenters = Array.from({ length: routers }, (_, n) => datacenter(n + 1));
    this.datacenters = datacenters.map(({ id }) => id);
    this.#stack = new DevStack({
      data: join(directory, 'data'),
      root,
      port,
      datacenters,
      say: () => undefined,
      // A production system samples its traces; nobody writes every span to a file.
      traces: false,
      environment: { ...process.env, FERRULE_TELEMETRY_LOG_LEVEL: 'warn' },
    });
  }

  static async start(
    routers: number,
    cleanup: (end: () => Promise<void>) => void,
  ): Promise<BenchStack> {
    const directory = await mkdtemp(join(tmpdir(), 'ferrule-bench-'));
    cleanup(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
    const bench = new BenchStack(directory, await freePort(), routers);
    cleanup(() => bench.stop());
    await bench.#stack.claim();
    await bench.#stack.start();
    const file = await readFile(join(directory, 'data', 'passwords.json'), 'utf8');
    bench.#passwords = JSON.parse(file) as Record<string, string>;
    await bench.#makeRoom();
    return bench;
  }

  /** Of its Postgres, as the superuser. */
  get postgresUrl(): string {
    const [server = ''] = this.#stack.addresses().postgres.split(',');
    return `postgres://postgres:${encodeURIComponent(this.#passwords['postgres'] ?? '')}@${server}/postgres`;
  }

  get processes(): readonly { readonly name: string; readonly pid: number }[] {
    const { services, routers } = this.#stack.addresses();
    const names = ['api', ...Object.keys(services), ...routers.map(({ id }) => id)];
    return [...names, 'Postgres', 'NATS'].map((name) => ({
      name,
      pid: this.#stack.pidOf(name),
    }));
  }

  get api(): string {
    return this.#stack.addresses().api;
  }

  get key(): string {
    return this.#stack.addresses().key;
  }

  async buyer(): Promise<NetworkBuyer> {
    return new NetworkBuyer('billing', await this.#bus('billing'));
  }

  /** How many networks are there. */
  async networks(): Promise<number> {
    return this.#count(`select count(*)::int as n from ipam.network where status = 'allocated'`);
  }

  /** In how many stages a router was given the last one. */
  async stagesOfANetwork(): Promise<number> {
    return this.#count(
      `select count(*)::int as n from provisioning.event
       where type = 'StepCompleted' and body::json->>'step' in ('router_apply', 'router_activate')
         and stream = (select stream from provisioning.event
                       where type = 'NetworkProvisionCompleted' order by pos desc limit 1)`,
    );
  }

  /** Everything that routers are sent comes so much later, and what they answer too. */
  async slowRouters(ms: number): Promise<void> {
    for (const { control } of this.#stack.addresses().routers) {
      await fetch(`${control}/faults`, { method: 'DELETE' });
      if (ms === 0) continue;
      const fault = JSON.stringify({ do: 'latency', ms });
      await fetch(`${control}/faults`, { method: 'POST', body: fault });
    }
  }

  #count(sql: string): Promise<number> {
    const url = new URL(this.postgresUrl);
    url.pathname = '/ferrule';
    return withClient(url.toString(), async (client) => {
      const { rows } = await client.query<{ n: number }>(sql);
      return rows[0]?.n ?? 0;
    });
  }

  async #makeRoom(): Promise<void> {
    const queries = new QueryClient(await this.#bus('operator'));
    for (const [n, id] of this.datacenters.entries()) {
      const prefix = `10.${n + 1}.0.0/16`;
      for (const [type, data] of [
        [
          'CreateVlanGroup',
          { vlanGroupId: id, datacenter: id, serviceVlan: null, first: 2, last: 4_094 },
        ],
        [
          'CreatePool',
          {
            poolId: id,
            vrfId: 'default',
            prefix,
            datacenter: id,
            vlanGroupId: id,
            policy: 'lowest',
            types: [],
            quarantineSeconds: 0,
          },
        ],
      ] as const)
        await queries.ask(IPAM_QUERIES.execute, {
          id: `${id}-${type}`,
          type,
          data,
          meta: { actor: 'bench', tenant: 'bench' },
        });
    }
  }

  async #bus(user: string): Promise<BusConnection> {
    const bus = await connectBus({
      servers: this.#stack.addresses().nats,
      name: `bench-${user}`,
      user,
      password: this.#passwords[`nats:${user}`] ?? '',
    });
    this.#buses.push(bus);
    return bus;
  }

  /** Once, however often it is asked. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    for (const bus of this.#buses) await bus.close();
    await this.#stack.stop();
  }
}
