import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type PdnsServer, startPdnsServer } from '@ferrule/testing';
import { ZONE } from './plan.ts';

const ZONES = [ZONE, '16.172.in-addr.arpa', '20.172.in-addr.arpa'];
const STRANGER = 'noc';

interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly records: readonly { readonly content: string }[];
}

/** A real PowerDNS, on which the stack publishes names, and which can be away for a while. */
export class NameServer {
  readonly #directory: string;
  readonly #server: PdnsServer;
  #troubles: Promise<void>[] = [];
  readonly #strangers: string[] = [];
  #tried = 0;

  private constructor(directory: string, server: PdnsServer) {
    this.#directory = directory;
    this.#server = server;
  }

  static async start(): Promise<NameServer> {
    const directory = await mkdtemp(join(tmpdir(), 'ferrule-chaos-names-'));
    const server = await startPdnsServer();
    const started = new NameServer(directory, server);
    for (const zone of ZONES) await server.makeZone(zone);
    const ns1 = { name: 'ns1', kind: 'powerdns', url: server.url, keyFile: 'ns1.key' };
    await writeFile(join(directory, 'ns1.key'), server.apiKey);
    await writeFile(started.file, JSON.stringify({ servers: [{ ...ns1, zones: ZONES }] }));
    return started;
  }

  /** The list of servers, as ipam reads it. */
  get file(): string {
    return join(this.#directory, 'servers.json');
  }

  /** `gw-vlan100-dc1.chaos.example A 172.16.0.1`, without what belongs to the zones themselves. */
  async records(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const zone of ZONES) {
      for (const { name, type, records } of await this.#setsOf(zone))
        if (type !== 'SOA' && type !== 'NS' && !name.startsWith(STRANGER))
          for (const { content } of records) found.push(`${bare(name)} ${type} ${bare(content)}`);
    }
    return found;
  }

  /** Names that the other administrator made and that are no longer there. */
  async lostStrangers(): Promise<readonly string[]> {
    const there = new Set((await this.#setsOf(ZONE)).map(({ name }) => name));
    return this.#strangers.filter((name) => !there.has(name));
  }

  /** Fails while the server is away; then there is none. */
  async addStranger(): Promise<void> {
    this.#tried += 1;
    const records = [{ content: `192.0.2.${1 + (this.#tried % 250)}`, disabled: false }];
    const name = `${STRANGER}${this.#tried}.${ZONE}.`;
    await this.#change({ name, type: 'A', ttl: 60, changetype: 'REPLACE', records });
    this.#strangers.push(name);
  }

  /** Takes away what somebody should miss then. */
  async remove(name: string, type: string): Promise<void> {
    await this.#change({ name: `${name}.`, type, changetype: 'DELETE' });
  }

  standStill(ms: number): void {
    this.#trouble(async () => {
      this.#server.signal('SIGSTOP');
      await pause(ms);
      this.#server.signal('SIGCONT');
    });
  }

  die(ms: number): void {
    this.#trouble(async () => {
      await this.#server.kill();
      await pause(ms);
      await this.#server.start();
    });
  }

  /** Resolves when it is there again. */
  async heal(): Promise<void> {
    await Promise.all(this.#troubles);
    this.#troubles = [];
  }

  async stop(): Promise<void> {
    await this.heal();
    await this.#server.discard();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #setsOf(zone: string): Promise<readonly RecordSet[]> {
    const { rrsets } = (await this.#server.api('GET', `/zones/${zone}.`)) as {
      readonly rrsets: readonly RecordSet[];
    };
    return rrsets;
  }

  async #change(set: object): Promise<void> {
    await this.#server.api('PATCH', `/zones/${ZONE}.`, { rrsets: [set] });
  }

  /** One after the other: what is dead cannot stand still. */
  #trouble(make: () => Promise<void>): void {
    const before = this.#troubles.at(-1) ?? Promise.resolve();
    this.#troubles.push(before.then(make));
  }
}

const bare = (name: string): string => name.replace(/\.$/, '');
