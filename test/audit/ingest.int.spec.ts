import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { DeadLetters } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { useAudit } from './audit.ts';

jest.setTimeout(120_000);
const audit = useAudit();
afterEach(() => audit.stopAll());

const WAIT = { timeout: 60_000 };
const numbered = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));

/** Everything that the service has recorded, once and in its order. */
const complete = async (): Promise<void> => {
  const events = await audit.source.events();
  await until(async () => (await audit.written()).length >= events.length, {
    ...WAIT,
    message: `${events.length} events in the ledger`,
  });
  expect((await audit.written()).map(({ sequence, id }) => [sequence, id])).toEqual(
    events.map(({ sequence, id }) => [sequence, id]),
  );
};
const since = async () => {
  const { length } = await audit.source.events();
  return {
    record: async (bodies: readonly object[]) => {
      await audit.source.record(bodies);
      return audit.source.events(length);
    },
  };
};
/** What the ledger has said of itself. */
const filled = async () => {
  const { rows } = await audit.pool.query<{ body: string }>(
    `select b.body from entry e join body b using (entry) where e.type = 'GapFilled' order by e.entry`,
  );
  return rows.map(({ body }) => JSON.parse(body) as unknown);
};

describe('the ledger takes in', () => {
  it('who, for whom, what, why, where and because of what', async () => {
    await audit.start();
    await audit.source.record(
      [{ networkId: 'net-1', datacenter: 'DC1', subnet: '172.16.1.0/24' }],
      {
        reason: 'asked for by phone',
        ticket: 'CHG-7',
        causationId: 'command-1',
        tenant: 'Zoë & Söhne',
      },
    );
    await audit.source.publish(...(await audit.source.events()));
    await complete();
    const { rows } = await audit.pool.query(
      `select e.*, b.body from entry e join body b using (entry) where source = 'store'`,
    );
    expect(rows[0]).toMatchObject({
      actor: 'operator:ann',
      tenant: 'Zoë & Söhne',
      reason: 'asked for by phone',
      ticket: 'CHG-7',
      correlation_id: 'job-1',
      causation_id: 'command-1',
      datacenter: 'DC1',
      network: 'net-1',
      body: '{"datacenter":"DC1","networkId":"net-1","subnet":"172.16.1.0/24"}',
    });
  });

  it('each event once and in order, though the bus repeats them and turns them round', async () => {
    await audit.start();
    const { record } = await since();
    const events = await record(numbered(300));
    const turned = events.toReversed();
    await audit.source.publish(...turned.slice(0, 200), ...events, ...turned);
    await complete();
  });

  it('what the bus withholds, from the service itself, and says so', async () => {
    const instance = await audit.start();
    const { record } = await since();
    const events = await record(numbered(40));
    const withheld = events.slice(10, 13);
    const first = withheld[0]?.sequence ?? 0;
    await audit.source.publish(...events.filter((event) => !withheld.includes(event)));
    await complete();
    expect(instance.said).toContain(
      `store#${first} to store#${first + 2} did not come over the bus`,
    );
    // On a busy machine a late event may have been taken for a missing one before.
    const said = async () => (await filled()).map((one) => JSON.stringify(one));
    const wanted = JSON.stringify({ first, last: first + 2, source: 'store' });
    await until(async () => (await said()).includes(wanted), WAIT);
  });

  it('what the bus withholds at the end, where nothing shows a gap', async () => {
    await audit.start();
    const { record } = await since();
    const events = await record(numbered(20));
    await audit.source.publish(...events.slice(0, 15));
    await complete();
  });

  it('what came while the service that could fill a gap was away, once it is back', async () => {
    const instance = await audit.start();
    const { record } = await since();
    await audit.answer(false);
    const events = await record(numbered(1_200));
    const before = (await audit.written()).length;
    // More than it keeps waiting: the rest is not held up, and is asked for later.
    await audit.source.publish(...events.slice(1));
    await until(() => instance.said.includes('are missing, and store does not give them'), WAIT);
    expect((await audit.written()).length).toBe(before);
    await audit.answer(true);
    await until(async () => (await audit.written()).length === before + events.length, WAIT);
  });

  it('everything, when it is killed again and again while it writes', async () => {
    const { record } = await since();
    const before = (await audit.written()).length;
    for (let round = 0; round < 3; round += 1) {
      const events = await record(numbered(400));
      const instance = await audit.start();
      const publishing = audit.source.publish(...events.slice(-400));
      await until(async () => (await audit.written()).length > before + round * 400 + 50, {
        ...WAIT,
        every: 1,
      });
      await instance.stop('SIGKILL');
      await publishing;
    }
    await audit.start();
    await until(async () => (await audit.written()).length >= before + 1_200, WAIT);
    const places = (await audit.written()).map(({ sequence }) => sequence);
    expect(places).toEqual(places.map((_, index) => index + 1));
  });

  it('everything, though the bus was wiped with events in it that nobody had read', async () => {
    const instance = await audit.start();
    const { record } = await since();
    const first = await record(numbered(50));
    await instance.stop();
    await audit.source.publish(...first);
    await audit.nats.purge();
    const again = await audit.start();
    const more = await record(numbered(10));
    await audit.source.publish(...more.slice(50));
    await until(
      async () => (await audit.written()).at(-1)?.sequence === more.at(-1)?.sequence,
      WAIT,
    );
    expect(again.isOver).toBe(false);
  });

  it('from one instance while others stand by, and from the next when that one is killed', async () => {
    const first = await audit.start();
    const second = await audit.start();
    const { record } = await since();
    const writes = async ({ url }: { url: string }) => {
      const { checks } = (await (await fetch(`${url}/health/ready`)).json()) as {
        checks: { ledger: { writes: boolean } };
      };
      return checks.ledger.writes;
    };
    await until(async () => (await writes(first)) || (await writes(second)), WAIT);
    const [writer, other] = (await writes(first)) ? [first, second] : [second, first];
    expect(await writes(other)).toBe(false);
    const events = await record(numbered(500));
    const publishing = audit.source.publish(...events);
    await writer.stop('SIGKILL');
    await publishing;
    await until(
      async () => (await audit.written()).at(-1)?.sequence === events.at(-1)?.sequence,
      WAIT,
    );
    expect(await writes(other)).toBe(true);
  });

  it('nothing that is not what it says: another event under a known number, a forged source', async () => {
    await audit.start();
    const [known] = await audit.source.events();
    const dead = new DeadLetters(audit.connection);
    const letters = async () => (await dead.list({ consumer: 'audit-ledger' })).letters;
    const had = await letters().then(
      (list) => list.length,
      () => 0,
    );
    await audit.source.publish({ ...known!, id: crypto.randomUUID() });
    await audit.source.send('evt.ipam.network.allocated.v1', { ...known!, sequence: 1 });
    const { sequence: _, ...unplaced } = known!;
    await audit.source.publish(unplaced);
    const found = await until(async () => {
      const list = await letters().catch(() => []);
      return list.length >= had + 3 && list.slice(had);
    }, WAIT);
    expect(found.map(({ reason }) => reason).sort()).toEqual([
      'an event without its sequence cannot be placed',
      'evt.ipam.network.allocated.v1 is not a subject of store',
      expect.stringContaining('the ledger holds another event as store#1'),
    ]);
  });
});

describe('what is in the ledger', () => {
  it.each(['entry', 'body', 'entry_words', 'entry_address', 'checkpoint', 'tombstone'])(
    'is changed by nobody: %s',
    async (table) => {
      const statements = [`delete from ${table}`, `truncate ${table}`];
      for (const statement of statements)
        await expect(audit.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
      await expect(audit.superuser.query(`truncate ${table}`)).rejects.toThrow(/append-only/u);
    },
  );

  it('is changed not even under the role that copies databases', async () => {
    const client = await audit.superuser.connect();
    try {
      await client.query('begin; set session_replication_role = replica');
      await expect(client.query("update entry set actor = 'x'")).rejects.toThrow(/append-only/u);
      await client.query('rollback');
    } finally {
      client.release();
    }
  });
});
