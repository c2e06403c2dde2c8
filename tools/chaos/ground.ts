import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DevStack } from '@ferrule/dev-stack';
import { type BusConnection, connectBus } from '@ferrule/messaging';
import { freePort } from '@ferrule/testing';
import pg from 'pg';
import { BusLine } from './bus-line.ts';
import { NameServer } from './name-server.ts';
import { type Datacenter, DATACENTERS } from './plan.ts';
import { Router } from './router.ts';

/** A whole stack of its own, in a directory and on ports of its own, that can be broken. */
export class Ground {
  readonly line = new BusLine();
  readonly directory: string;
  readonly stack: DevStack;
  readonly names: NameServer;
  /** What the stack said, of servers that it started again above all. */
  readonly said: string[] = [];
  #pool: pg.Pool | undefined;
  #passwords: Readonly<Record<string, string>> = {};
  #buses: BusConnection[] = [];

  private constructor(directory: string, root: string, port: number, names: NameServer) {
    this.directory = directory;
    this.names = names;
    this.stack = new DevStack({
      data: join(directory, 'data'),
      root,
      port,
      say: (sentence) => void this.said.push(`${new Date().toISOString()} ${sentence}`),
      environment: { ...process.env, FERRULE_IPAM_DNS_FILE: names.file },
      between: (bus) => this.line.open(bus),
    });
  }

  static async start(root: string): Promise<Ground> {
    const directory = await mkdtemp(join(tmpdir(), 'ferrule-chaos-'));
    const names = await NameServer.start();
    const ground = new Ground(directory, root, await freePort(), names);
    try {
      await ground.stack.claim();
      await ground.stack.start();
      const file = await readFile(join(directory, 'data', 'passwords.json'), 'utf8');
      ground.#passwords = JSON.parse(file) as Record<string, string>;
    } catch (error) {
      await ground.stop();
      throw error;
    }
    return ground;
  }

  get api(): string {
    return this.stack.addresses().api;
  }

  get key(): string {
    return this.stack.addresses().key;
  }

  get logs(): string {
    return this.stack.addresses().logs;
  }

  /** As the superuser, who sees every schema. */
  get database(): pg.Pool {
    if (this.#pool === undefined) {
      const [server = ''] = this.stack.addresses().postgres.split(',');
      const password = encodeURIComponent(this.#passwords['postgres'] ?? '');
      const connectionString = `postgres://postgres:${password}@${server}/ferrule`;
      // Functions of ipam name its tables without their schema.
      const options = '-c search_path=ipam,public';
      this.#pool = new pg.Pool({ connectionString, options, max: 4 });
      // Its server is killed now and then.
      this.#pool.on('error', () => undefined);
    }
    return this.#pool;
  }

  /** Past the line on which messages are held up. */
  async bus(user: string): Promise<BusConnection> {
    const bus = await connectBus({
      servers: this.stack.addresses().nats,
      name: `chaos-${user}`,
      user,
      password: this.#passwords[`nats:${user}`] ?? '',
      firstConnectMs: 10_000,
    });
    this.#buses.push(bus);
    return bus;
  }

  router(datacenter: Datacenter): Router {
    const found = this.stack.addresses().routers.find((one) => one.datacenter === datacenter);
    if (found === undefined) throw new Error(`${datacenter} has no router`);
    return new Router(datacenter, found.control);
  }

  get routers(): readonly Router[] {
    return DATACENTERS.map((datacenter) => this.router(datacenter));
  }

  /** Ends every process that it started; what they wrote stays where somebody wants to read it. */
  async stop({ keep = false } = {}): Promise<void> {
    for (const bus of this.#buses) await bus.close().catch(() => undefined);
    await this.#pool?.end().catch(() => undefined);
    await this.stack.stop();
    await this.line.close();
    await this.names.stop();
    if (!keep) await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
