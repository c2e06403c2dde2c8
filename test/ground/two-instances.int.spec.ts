import { append, countOf, drained, happened, useGround, verified } from './ground.ts';
import { describe, expect, it } from '@jest/globals';
import { ensureTopology, EVENTS } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { flow } from './flow.ts';
import { held } from './stream.ts';

const ground = useGround();
/** Nobody looks by himself within this spec: what happens was woken. */
const never = { pollMs: 60_000, compareMs: 60_000 };

describe('two instances of one service', () => {
  it('have a commit in the one that does not lead on the bus in a fraction of the poll interval', async () => {
    const database = await ground.databases.create();
    const both = [await ground.start(database, never), await ground.start(database, never)];
    const leader = await until(() => both.find(({ sealer }) => sealer.leading));
    const other = both.find((instance) => instance !== leader);
    if (other === undefined) throw new Error('there are two of them');
    const waits: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      await append(other.store, 'a', n);
      const committed = performance.now();
      const sealedAndPublished = async () =>
        (await countOf(other.pool, 'relay where published > ' + String(n))) === 1;
      await until(sealedAndPublished, { every: 2 });
      waits.push(performance.now() - committed);
    }
    const [median = Infinity] = waits.sort((a, b) => a - b).slice(10);
    expect(median).toBeLessThan(500);
    expect(other.sealer.leading).toBe(false);
    expect(await held(leader.connection, EVENTS.name)).toHaveLength(20);
  }, 60_000);

  it('go on as one when the leader is stopped', async () => {
    const database = await ground.databases.create();
    const both = [await ground.start(database), await ground.start(database)];
    const leader = await until(() => both.find(({ sealer }) => sealer.leading));
    const other = both.find((instance) => instance !== leader);
    if (other === undefined) throw new Error('there are two of them');
    const appends = flow((n) => append(both[n % 2]?.store ?? other.store, `s-${n % 3}`, n));
    await until(() => appends.begun > 50);
    await leader.sealer.stop();
    await until(() => other.sealer.leading);
    const handedOver = appends.begun;
    await until(() => appends.begun > handedOver + 50);
    const n = await appends.end();
    await until(async () => (await countOf(other.pool, `relay where published = ${n}`)) === 1);
    expect((await held(other.connection, EVENTS.name)).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: n }, (_, i) => i + 1),
    );
    expect(await verified(other.pool)).toBe(n);
  }, 60_000);

  it('do not undo each other: a leader that was deposed while it published moves nothing', async () => {
    const database = await ground.databases.create();
    const slow = Promise.withResolvers<void>();
    let published = 0;
    const deposed = await ground.start(database, {
      electionMs: 60_000,
      between: (bus) => ({
        inspect: (subjects) => bus.inspect(subjects),
        publish: async (messages) => {
          const taken = await bus.publish(messages);
          published += taken.acknowledged;
          if (published > 10) await slow.promise;
          return taken;
        },
      }),
    });
    for (let n = 0; n < 10; n += 1) await append(deposed.store, 'a', n);
    await drained(deposed.pool);
    await append(deposed.store, 'a', 10, { events: [10, 11, 12, 13, 14].map(happened) });
    await until(() => published === 15);

    // The bus loses everything and fills with what others send; Postgres ends the leader's session.
    const manager = await deposed.connection.manager();
    await manager.streams.delete(EVENTS.name);
    await ensureTopology(manager, { streams: [EVENTS] });
    for (let n = 0; n < 30; n += 1)
      await deposed.connection.jetstream.publish('evt.other.thing.v1', '{"n":0}');
    await database.superuser().query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 1
         and database = (select oid from pg_database where datname = current_database())`,
    );
    let taken = 0;
    const { connection } = await ground.start(database, {
      between: (bus) => ({
        inspect: async (subjects) => {
          // Between its first page and its next look the one before it comes to life again.
          if (taken === 5) slow.resolve();
          if (taken === 5) await until(() => !deposed.sealer.leading);
          return bus.inspect(subjects);
        },
        publish: async (messages) => {
          if (taken > 0) return bus.publish(messages);
          taken = 5;
          const failure = new Error('no more than five for now');
          return { ...(await bus.publish(messages.slice(0, taken))), failure };
        },
      }),
    });
    await until(() => !deposed.sealer.leading);
    await drained(deposed.pool);
    const ours = (await held(connection, EVENTS.name)).filter(({ sequence }) => sequence > 0);
    expect(ours.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 15 }, (_, i) => i + 1),
    );
  }, 60_000);
});
