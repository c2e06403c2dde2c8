import { describe, expect, it } from '@jest/globals';
import { PgEventStore, prune } from '@ferrule/event-store';
import { useEventStore } from '@ferrule/testing';

const inUse = useEventStore();
const meta = { correlationId: 'job-1', actor: 'ada', tenant: 'acme' };
const DAY_MS = 86_400_000;

describe('pruning', () => {
  it('forgets old inbox rows and old answered commands, and keeps what may still be needed', async () => {
    const pool = inUse.pool();
    const store = new PgEventStore(pool);
    const ids = Array.from({ length: 3 }, (_, n) => `01890000-0000-7000-8000-00000000000${n}`);
    for (const [n, id] of ids.entries())
      await store.append({
        stream: `s-${n}`,
        expected: 'none',
        events: [],
        commands: [{ id, type: 'Do', subject: 'cmd.x.do', data: {} }],
        once: { consumer: 'c', message: `m-${n}` },
        meta,
      });
    const age = (table: string, column: string, where: string) =>
      inUse
        .superuserPool()
        .query(`update ${table} set ${column} = now() - interval '40 days' where ${where}`);
    await age('inbox', 'at', `message <> 'm-2'`);
    await age('command', 'answered_at', `stream = 's-0'`);
    expect(await prune(pool, 30 * DAY_MS)).toBe(3);
    expect(await prune(pool, 30 * DAY_MS)).toBe(0);
    const left = await pool.query('select message from inbox');
    expect(left.rows).toEqual([{ message: 'm-2' }]);
    // Old, but not answered: it may have to be sent again.
    const commands = await pool.query('select stream from command order by stream');
    expect(commands.rows).toEqual([{ stream: 's-1' }, { stream: 's-2' }]);
  });
});
