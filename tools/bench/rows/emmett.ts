import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { closedLoop, compare } from '../rounds.ts';
import { sampleEvent, sampleMeta } from '../sample.ts';
import { appendOne, CALLERS } from './append.ts';
import type { RowMaker } from './row-context.ts';

const EVENTS_PER_STREAM = 10;

export const emmett: RowMaker = {
  name: 'emmett',
  measure: async ({ startGround, quick }) => {
    const ground = await startGround();
    const [rounds, ms] = quick ? [1, 200] : [5, 2_000];
    const store = await ground.store();
    const database = ground.pool({ max: CALLERS });
    const other = getPostgreSQLEventStore(ground.postgresUrl, {
      connectionOptions: { pool: database },
    });
    await other.schema.migrate();
    const streams = new Map<number, string>();
    const theirs = async (caller: number, n: number): Promise<void> => {
      const version = n % EVENTS_PER_STREAM;
      if (version === 0) streams.set(caller, `network-${randomUUID()}`);
      const { type, data } = sampleEvent(n);
      await other.appendToStream(
        streams.get(caller) ?? '',
        [{ type, data: { ...data }, metadata: { ...sampleMeta() } }],
        { expectedStreamVersion: version === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version) },
      );
    };
    const ours = appendOne(store.open(store.pool(CALLERS)));
    for (const work of [theirs, ours]) await closedLoop(CALLERS, ms / 4, work);
    const compared = await compare(rounds, {
      reference: () => closedLoop(CALLERS, ms, theirs),
      ours: () => closedLoop(CALLERS, ms, ours),
    });
    await other.close();
    return [
      {
        name: 'append, as emmett does',
        unit: 'events/s',
        ...compared,
        against: `@event-driven-io/emmett-postgresql 0.42.0, ${CALLERS.toString()} callers, a pool of ${CALLERS.toString()}`,
        required: { of: 'ratio', atLeast: 2 },
      },
    ];
  },
};
