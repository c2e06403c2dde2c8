import {
  type Bus,
  type BusPosition,
  type Projection,
  Projector,
  type SealedEvent,
  Sealer,
  verifyChain,
} from '@ferrule/event-store';
import { until } from '@ferrule/testing';
import type pg from 'pg';
import { percentile } from '../rounds.ts';
import { SUBJECT } from './drain.ts';
import type { RowMaker } from './row-context.ts';

const TABLE = `create table network_count (
    generation integer not null, client text not null, networks bigint not null, last_seq bigint not null,
    primary key (generation, client));
  grant select, insert, update, delete on network_count to bench`;

/** Takes everything at once, so that sealing is all that is left of a sealer's work. */
const boundless = (): Bus => {
  let newest: BusPosition['newest'] = null;
  let lastSequence = 0;
  return {
    publish: (messages) => {
      lastSequence += messages.length;
      const { id, sequence = 0 } = messages.at(-1)?.envelope ?? { id: '' };
      newest = { id, sequence, busSequence: lastSequence };
      return Promise.resolve({ acknowledged: messages.length, busSequence: lastSequence });
    },
    inspect: () => Promise.resolve({ created: 'once', lastSequence, newest, retentionMs: 0 }),
  };
};

const clientOf = ({ data }: SealedEvent): string =>
  'clientId' in data && typeof data.clientId === 'string' ? data.clientId : '';

/** A thousand clients and what each has: every batch changes nearly every row of the table. */
const counting = (version: number): Projection => ({
  name: 'network-count',
  version,
  apply: async (tx, events, generation) => {
    const clients = new Map<string, { networks: number; last: number }>();
    for (const event of events) {
      const client = clientOf(event);
      const before = clients.get(client)?.networks ?? 0;
      clients.set(client, { networks: before + 1, last: event.seq });
    }
    const counts = [...clients.values()];
    await tx.query({
      name: 'network-count',
      text: `insert into network_count (generation, client, networks, last_seq)
             select $1, * from unnest($2::text[], $3::bigint[], $4::bigint[])
             on conflict (generation, client) do update
               set networks = network_count.networks + excluded.networks, last_seq = excluded.last_seq`,
      values: [
        generation,
        [...clients.keys()],
        counts.map(({ networks }) => networks),
        counts.map(({ last }) => last),
      ],
    });
  },
  clear: async (tx, generation) => {
    await tx.query({
      text: 'delete from network_count where generation = $1',
      values: [generation],
    });
  },
});

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

/** The same rows, joined and sorted alike, thrown away unread: what the connection alone gives. */
const bareRead = async (pool: pg.Pool, count: number): Promise<number> =>
  timed(async () => {
    for (let after = 0; after < count; after += 5_000)
      await pool.query({
        name: 'bare-read',
        text: `select s.seq, e.stream, e.version, e.id, e.type, e.body, e.meta, e.at
               from sealed s join event e on e.pos = s.pos where s.seq > $1 order by s.seq limit 5000`,
        values: [after],
        rowMode: 'array',
      } as pg.QueryConfig);
  });

export const replay: RowMaker = {
  name: 'replay',
  measure: async ({ startGround, quick }) => {
    const ground = await startGround();
    const [rounds, count] = quick ? [1, 5_000] : [3, 500_000];
    const schema = await ground.store(TABLE);
    await schema.fill(count);
    const pool = schema.pool();
    const store = schema.open(pool);
    const sealer = new Sealer(pool, store, boundless(), {
      source: 'bench',
      subjects: 'evt.bench.>',
      subjectOf: () => SUBJECT,
      pollMs: 20,
    });
    const sealing = await timed(async () => {
      sealer.start();
      await until(
        async () => {
          const { rows } = await pool.query<{ done: boolean }>(
            'select published = $1 as done from relay',
            [count],
          );
          return rows[0]?.done === true;
        },
        { timeout: 300_000, message: 'everything to be sealed' },
      );
    });
    await sealer.stop();
    await schema.asOwner('analyze sealed');

    const replays: number[] = [];
    const reads: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const projection = new Projector(pool, store, counting(round + 1), {
        source: 'bench',
        pollMs: 5,
        electionMs: 10,
      });
      const seconds = await timed(async () => {
        projection.start();
        await until(
          async () => {
            const { rows } = await pool.query<{ done: boolean }>(
              'select version = $1 and seq = $2 as done from projection where active',
              [round + 1, count],
            );
            return rows[0]?.done === true;
          },
          { timeout: 300_000, every: 10, message: 'the projection to catch up' },
        );
      });
      await projection.stop();
      replays.push(count / seconds);
      reads.push(count / (await bareRead(pool, count)));
    }
    const verifying = await timed(async () => {
      const verdict = await verifyChain(pool);
      if (!verdict.ok) throw new Error(`the chain does not fit: ${verdict.reason}`);
    });
    const [ours, reference] = [percentile(replays, 50), percentile(reads, 50)];
    return [
      {
        name: 'replay through a projection',
        unit: 'events/s',
        ours,
        reference,
        ratio: ours / reference,
        rounds: { ours: replays, reference: reads },
        against: 'reading the same rows by the page and throwing them away',
        required: { of: 'ours', atLeast: 100_000 },
        detail: { events: count },
      },
      { name: 'verify', unit: 'events/s', ours: count / verifying },
      { name: 'seal, no bus', unit: 'events/s', ours: count / sealing },
    ];
  },
};
