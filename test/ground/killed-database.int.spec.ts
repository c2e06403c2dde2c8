import { append, COMMANDS, countOf, drained, order, useGround, verified } from './ground.ts';
import { describe, expect, it } from '@jest/globals';
import { PgEventStore } from '@ferrule/event-store';
import { ensureTopology, EVENTS } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { consume } from './consumer.ts';
import { openLine } from './cut-line.ts';
import { held, turnedRound } from './stream.ts';

const ground = useGround();

describe('a Postgres killed and started again while events flow', () => {
  it('loses and doubles nothing of what callers repeat until they have an answer', async () => {
    const database = await ground.databases.create();
    const reader = await consume(ground, await ground.databases.create());
    const { pool, store, connection, sealer } = await ground.start(database);
    await ensureTopology(await connection.manager(), { streams: [COMMANDS] });
    let next = 0;
    let unanswered = 0;
    let flowing = true;
    const flow = async (stream: string) => {
      while (flowing) {
        const n = next++;
        const once = { consumer: 'caller', message: String(n) };
        await until(
          () =>
            append(store, stream, n, { once, commands: [order(n)] }).catch((error: unknown) => {
              unanswered += 1;
              throw error;
            }),
          { timeout: 30_000 },
        );
      }
    };
    const flows = Promise.all(['a', 'b', 'c', 'd'].map(flow));
    for (const kill of [1, 2]) {
      await until(() => next > kill * 200);
      await ground.databases.server.kill();
      await ground.databases.server.restart();
      const back = next;
      await until(() => next > back + 50);
    }
    flowing = false;
    await flows;
    await drained(pool, 20_000);
    expect(unanswered).toBeGreaterThan(0);
    expect(sealer.leading).toBe(true);
    const { rows } = await pool.query<{ n: number }>(
      `select (body::json->>'n')::int as n from event order by 1`,
    );
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: next }, (_, n) => n));
    expect(await countOf(pool, 'command')).toBe(next);
    expect(await verified(pool)).toBe(next);

    const messages = await held(connection, EVENTS.name);
    expect(messages.map(({ sequence }) => sequence)).toEqual(rows.map(({ n }) => n + 1));
    expect(turnedRound(messages)).toEqual([]);
    expect(await held(connection, COMMANDS.name)).toHaveLength(next);
    await until(async () => (await reader.effects()).length === next);
  }, 60_000);

  it('records once what was committed and whose answer was lost on the way', async () => {
    const database = await ground.databases.create();
    const line = await openLine(database.url);
    ground.atEnd(() => line.close());
    const store = new PgEventStore(database.pool({ connectionString: line.url, max: 1 }));
    const once = (n: number) => ({ once: { consumer: 'caller', message: String(n) } });
    await append(store, 'a', 0, once(0));
    for (const n of [1, 2, 3]) {
      line.loseNextAnswer();
      await expect(append(store, 'a', n, once(n))).rejects.toThrow(/terminated/);
      await expect(append(store, 'a', n, once(n))).resolves.toEqual({
        outcome: 'duplicate',
        version: n + 1,
      });
    }
    expect(await countOf(database.superuser(), 'event')).toBe(4);
  }, 30_000);

  it('refuses what is appended meanwhile within seconds, and takes it afterwards', async () => {
    const database = await ground.databases.create();
    const store = new PgEventStore(database.pool());
    await append(store, 'a', 1);
    await ground.databases.server.kill();
    // What serves a connection outlives the server's head for a moment, and still commits.
    let meanwhile = 0;
    await until(() =>
      append(store, `meanwhile-${(meanwhile += 1)}`, 1).then(
        () => false,
        () => true,
      ),
    );
    await store.settled();
    await ground.databases.server.restart();
    await until(() => append(store, 'a', 2, { expected: { at: 1 } }));
  }, 60_000);
});
