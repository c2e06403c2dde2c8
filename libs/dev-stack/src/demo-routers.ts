import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Keyring } from '@ferrule/sealed-secret';
import { freePort, ServerProcess } from '@ferrule/testing';
import type { DemoDatacenter } from './demo-datacenters.ts';

export interface DemoRouter {
  readonly id: string;
  readonly datacenter: string;
  /** Of its binary API, on this machine. */
  readonly port: number;
  /** Where faults are set and its state is read. */
  readonly control: string;
}

export interface DemoRoutersOptions {
  /** Where everything is kept. */
  readonly data: string;
  readonly datacenters: readonly DemoDatacenter[];
  /** The built simulator. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly lost: (what: string, error: Error, restart: () => Promise<void>) => void;
}

/** The simulated routers of the demo, and the file that tells the inventory of them. */
export class DemoRouters {
  readonly seedFile: string;
  readonly #options: DemoRoutersOptions;
  readonly #running = new Map<string, ServerProcess>();
  #routers: readonly DemoRouter[] = [];
  #keyring = '';

  constructor(options: DemoRoutersOptions) {
    this.#options = options;
    this.seedFile = join(options.data, 'inventory-seed.json');
  }

  get routers(): readonly DemoRouter[] {
    return this.#routers;
  }

  /** What seals and opens the secrets of routers. */
  get keyring(): string {
    return this.#keyring;
  }

  async start(): Promise<void> {
    const { data, datacenters } = this.#options;
    await mkdir(join(data, 'routers'), { recursive: true });
    this.#keyring = await keyringOf(join(data, 'keyring'));
    this.#routers = await Promise.all(
      datacenters.map(async ({ id: datacenter, router: id }) => {
        const [port, control] = [await freePort(), await freePort()];
        await this.#startOne(id, port, control);
        return { id, datacenter, port, control: `http://127.0.0.1:${control}` };
      }),
    );
    await writeFile(this.seedFile, this.#document(), { mode: 0o600 });
  }

  /** What a router has is saved, as on a real one. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((simulator) => simulator.stop()));
  }

  process(id: string): ServerProcess | undefined {
    return this.#running.get(id);
  }

  async #startOne(id: string, port: number, control: number): Promise<void> {
    const { data, program, env, lost } = this.#options;
    const simulator = new ServerProcess({
      label: id,
      command: process.execPath,
      args: [
        ...[program, '--profile', '7.24', '--board', 'CCR2116-12G-4S+'],
        ...['--port', String(port), '--control-port', String(control)],
        ...['--state', join(data, 'routers', `${id}.json`)],
      ],
      env: { ...env },
      port,
      logFile: join(data, 'logs', `${id}.log`),
      recordFile: join(data, `${id}.owner.json`),
      stopSignal: 'SIGTERM',
      isReady: () => answers(`http://127.0.0.1:${control}`),
      onUnexpectedExit: (error) => {
        lost(id, error, () => simulator.start());
      },
    });
    this.#running.set(id, simulator);
    await simulator.start();
  }

  #document(): string {
    const document = {
      // A simulated router has another port after every start.
      known: 'configure',
      datacenters: this.#options.datacenters.map(({ id, settings }) => ({
        datacenterId: id,
        ...settings,
      })),
      routers: this.#routers.map(({ id, datacenter, port }) => ({
        routerId: id,
        datacenter,
        name: id,
        address: '127.0.0.1',
        port,
        tls: { enabled: false },
        user: 'admin',
        // One that has just been unpacked has no password.
        password: '',
      })),
    };
    return `${JSON.stringify(document, undefined, 2)}\n`;
  }
}

/** Drawn once, and kept where its owner alone reads it. */
const keyringOf = async (file: string): Promise<string> => {
  if (!existsSync(file)) await writeFile(file, Keyring.newKey('dev'), { mode: 0o600 });
  return readFile(file, 'utf8');
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};
