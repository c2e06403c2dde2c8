import { type Bus, PgEventStore, sealedEnvelopes, Sealer } from '@ferrule/event-store';
import type { Envelope, Meta } from '@ferrule/kernel';
import { type BusConnection, encodeEnvelope } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import type pg from 'pg';

const away: Bus = {
  publish: () => Promise.reject(new Error('away')),
  inspect: () => Promise.reject(new Error('away')),
};

export const META: Meta = { correlationId: 'job-1', actor: 'operator:ann', tenant: 'acme' };

/** Events of a service called `store`; what the bus brings of them the spec decides. */
export class Source {
  readonly #pool: pg.Pool;
  readonly #store: PgEventStore;
  readonly #connection: () => BusConnection;

  constructor(pool: pg.Pool, connection: () => BusConnection) {
    this.#pool = pool;
    this.#store = new PgEventStore(pool);
    this.#connection = connection;
  }

  /** Records and seals them; nothing is published. */
  async record(bodies: readonly object[], meta: Partial<Meta> = {}): Promise<void> {
    await this.#store.append({
      stream: `network-net-${crypto.randomUUID()}`,
      expected: 'none',
      events: bodies.map((data) => ({ type: 'Happened', data })),
      meta: { ...META, ...meta },
    });
    await this.seal();
  }

  /** The same, of types and streams of its own. */
  async tell(
    stream: string,
    events: readonly { readonly type: string; readonly data: object }[],
    meta: Partial<Meta> = {},
  ): Promise<void> {
    await this.#store.append({
      ...{ stream, events },
      expected: 'any',
      meta: { ...META, ...meta },
    });
  }

  async seal(): Promise<void> {
    const sealer = new Sealer(this.#pool, this.#store, away, {
      source: 'store',
      subjects: 'evt.store.>',
      subjectOf: (type) => type,
      batch: 2_000,
    });
    sealer.start();
    await until(async () => (await this.#count('sealed')) === (await this.#count('event')), {
      timeout: 60_000,
    });
    await sealer.stop();
  }

  /** Every event of it after a number, in its order. */
  async events(after = 0): Promise<readonly Envelope[]> {
    return sealedEnvelopes(this.#pool, 'store', after, 100_000);
  }

  /** To the bus, as a sealer does; the bus takes a repeat for new, as after its window. */
  async publish(...events: readonly Envelope[]): Promise<void> {
    for (const event of events) await this.send('evt.store.happened.v1', event);
  }

  async send(subject: string, event: Envelope): Promise<void> {
    const headers = encodeEnvelope(event);
    headers.set('Nats-Msg-Id', crypto.randomUUID());
    await this.#connection().jetstream.publish(subject, event.body, { headers });
  }

  async #count(table: string): Promise<number> {
    const { rows } = await this.#pool.query<{ n: number }>(
      `select count(*)::int as n from ${table}`,
    );
    return rows[0]?.n ?? 0;
  }
}
