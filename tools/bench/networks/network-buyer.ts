import { randomUUID } from 'node:crypto';
import type { BusConnection } from '@ferrule/messaging';
import { headers } from '@nats-io/transport-node';

const PATIENCE_MS = 60_000;

/** An upstream system that asks for networks on the bus, and waits for the last event of each. */
export class NetworkBuyer {
  readonly #name: string;
  readonly #bus: BusConnection;
  readonly #jobs = new Map<string, (type: string, networkId: string) => void>();
  readonly #commands = new Map<string, (job: string, type: string) => void>();

  constructor(name: string, bus: BusConnection) {
    this.#name = name;
    this.#bus = bus;
    bus.nats.subscribe('evt.provisioning.network.>', {
      callback: (_error, message) => {
        const read = (attribute: string): string => message.headers?.get(`ce-${attribute}`) ?? '';
        const [, type = ''] = read('type').split('.');
        const job = read('correlationid');
        if (/(?:Accepted|Rejected)$/.test(type))
          this.#commands.get(read('causationid'))?.(job, type);
        else this.#jobs.get(job)?.(type, message.json<{ networkId?: string }>().networkId ?? '');
      },
    });
  }

  /** A network, and how many milliseconds it took. */
  async buy(datacenter: string, size = '/28'): Promise<{ networkId: string; ms: number }> {
    return this.#order('Provision', { clientId: 'bench', datacenter, size });
  }

  async giveBack(networkId: string): Promise<{ ms: number }> {
    return this.#order('Deprovision', { networkId });
  }

  async #order(what: 'Provision' | 'Deprovision', body: object) {
    const id = randomUUID();
    const since = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(
      () => reject(new Error(`${id} had no end after ${PATIENCE_MS / 1_000} s`)),
      PATIENCE_MS,
    );
    let itsJob = '';
    this.#commands.set(id, (job, type) => {
      if (type.endsWith('Rejected')) reject(new Error(`${id} was rejected`));
      itsJob = job;
      this.#jobs.set(job, (end, networkId) => {
        if (end === `Network${what}Completed`) resolve(networkId);
        else reject(new Error(`${id} ended as ${end}`));
      });
    });
    try {
      await this.#publish(what, id, body);
      return { networkId: await promise, ms: performance.now() - since };
    } finally {
      clearTimeout(timer);
      this.#commands.delete(id);
      this.#jobs.delete(itsJob);
    }
  }

  async #publish(what: string, id: string, body: object): Promise<void> {
    const attributes = headers();
    for (const [name, value] of Object.entries({
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-type': `ferrule.${what}Network.v1`,
      'ce-source': 'https://bench.example/orders',
      'ce-time': new Date().toISOString(),
      'content-type': 'application/json',
    }))
      attributes.set(name, value);
    await this.#bus.jetstream.publish(
      `cmd.provisioning.network.${what.toLowerCase()}.${this.#name}`,
      JSON.stringify(body),
      { msgID: id, headers: attributes, timeout: 10_000 },
    );
  }
}
