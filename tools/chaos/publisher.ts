import { setTimeout as pause } from 'node:timers/promises';
import type { BusConnection } from '@ferrule/messaging';
import { headers } from '@nats-io/transport-node';
import type { Answer } from './requester.ts';

const REPEAT_MS = 1_500;
const ANSWERS = /^ferrule\.Network\w+(Accepted|Rejected)\.v\d+$/;

/** An upstream system on the bus: repeats its command until it hears accepted or rejected. */
export class Publisher {
  readonly maker: string;
  readonly #bus: BusConnection;
  readonly #waiting = new Map<string, Set<(answer: Answer) => void>>();

  constructor(maker: string, bus: BusConnection) {
    this.maker = maker;
    this.#bus = bus;
    bus.nats.subscribe('evt.provisioning.network.>', {
      callback: (error, message) => {
        const read = (name: string): string => message.headers?.get(`ce-${name}`) ?? '';
        const waiting = this.#waiting.get(read('causationid'));
        const [, end] = ANSWERS.exec(read('type')) ?? [];
        if (error !== null || waiting === undefined || end === undefined) return;
        const data = message.json<Record<string, string>>();
        const { jobId = '', networkId = '', code = '' } = data;
        const answer: Answer =
          end === 'Accepted' ? { said: 'accepted', jobId, networkId } : { said: 'rejected', code };
        for (const tell of waiting) tell(answer);
      },
    });
  }

  provision(id: string, body: object, deadline: number): Promise<Answer> {
    return this.#send('ProvisionNetwork', 'network.provision', id, body, deadline);
  }

  remove(id: string, networkId: string, deadline: number): Promise<Answer> {
    return this.#send('DeprovisionNetwork', 'network.deprovision', id, { networkId }, deadline);
  }

  async #send(type: string, noun: string, id: string, body: object, deadline: number) {
    const attributes = headers();
    for (const [name, value] of Object.entries({
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-type': `ferrule.${type}.v1`,
      'ce-source': 'https://chaos.example/orders',
      'ce-time': new Date().toISOString(),
      'content-type': 'application/json',
    }))
      attributes.set(name, value);
    let answer: Answer | undefined;
    const { promise: heard, resolve } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(
      id,
      waiting.add((told) => {
        answer ??= told;
        resolve();
      }),
    );
    let last = 'nobody answered';
    while (answer === undefined && performance.now() < deadline) {
      const subject = `cmd.provisioning.${noun}.${this.maker}`;
      await this.#bus.jetstream
        .publish(subject, JSON.stringify(body), { msgID: id, headers: attributes, timeout: 2_000 })
        .catch((error: unknown) => (last = String(error)));
      await Promise.race([heard, pause(REPEAT_MS)]);
    }
    return answer ?? ({ said: 'nothing', last } as const);
  }
}
