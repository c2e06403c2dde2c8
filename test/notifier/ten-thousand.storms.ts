import { beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import type { ServiceProcess } from '../ground/service-process.ts';
import { useNotifier } from './notifier.ts';
import { type Behaviour, type Call, useReceivers } from './receivers.ts';

// Ten thousand webhooks, in minutes: `npm run storms -- ten-thousand`.
const notifier = useNotifier();
const receivers = useReceivers();
const MINUTES = 60_000;

const GOOD = ['good-1', 'good-2', 'good-3', 'good-4', 'slow-1', 'slow-2'];
/** Told each of so many events while all are well, and then of so many beside those who are not. */
const [BEFORE, BESIDE] = [500, 700];

const slowly: Behaviour = (_, response, nth) => {
  setTimeout(() => response.writeHead(204).end(), 100 + ((nth * 37) % 200));
};
/** The first time that each is sent, something else happens to it. */
const atSecondSight = (first: Behaviour): Behaviour => {
  const seen = new Set<string | undefined>();
  return (call, response, nth) => {
    const id = idOf(call);
    if (seen.has(id)) response.writeHead(200).end();
    else {
      seen.add(id);
      first(call, response, nth);
    }
  };
};
const BAD: Readonly<Record<string, Behaviour>> = {
  failing: atSecondSight((_, response) => response.writeHead(503, { 'retry-after': '1' }).end()),
  resetting: atSecondSight((_, response) => response.destroy()),
  hanging: () => undefined,
  redirecting: (_, response) => {
    response.writeHead(302, { location: '/elsewhere' }).end();
  },
};

const idOf = ({ headers }: Call): string | undefined => headers['webhook-id'];

let instance: ServiceProcess;
beforeAll(async () => {
  instance = await notifier.start({ FERRULE_NOTIFIER_TIMEOUT: '2s' });
}, 90_000);

const heapMiB = async (): Promise<number> => {
  const metrics = await (await fetch(`${instance.url}/metrics`)).text();
  const [, bytes = ''] = /^ferrule_process_heap_used_bytes (\S+)$/m.exec(metrics) ?? [];
  return Number(bytes) / 2 ** 20;
};
/** The least of some moments: what the collector has left. */
const heapAtRest = async (): Promise<number> => {
  const seen: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    seen.push(await heapMiB());
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return Math.min(...seen);
};

const say = async (count: number): Promise<readonly string[]> => {
  const said: string[] = [];
  for (let n = 0; n < count; n += 50)
    said.push(...(await Promise.all(Array.from({ length: 50 }, () => notifier.say()))));
  return said;
};

const hasAll = (name: string, said: readonly string[]): boolean => {
  const heard = new Set(receivers.calls(name).map(idOf));
  return said.every((id) => heard.has(id));
};

/** Whoever answers too late for us is sent it again; whoever was heard to take it is not. */
const sentAfterTaken = async (): Promise<number> => {
  const { rows } = await notifier.database
    .pool({ options: '-c search_path=notifier,public' })
    .query<{ n: number }>(
      `select count(*)::int as n from attempt taken join attempt later using (delivery_id)
       where taken.status between 200 and 299 and later.n > taken.n`,
    );
  return rows[0]?.n ?? -1;
};

/** How long it takes until all who are well have heard everything. */
const tell = async (count: number): Promise<{ said: readonly string[]; ms: number }> => {
  const since = performance.now();
  const said = await say(count);
  await until(() => GOOD.every((name) => hasAll(name, said)), { timeout: 5 * MINUTES, every: 50 });
  return { said, ms: performance.now() - since };
};

describe('ten thousand webhooks', () => {
  it(
    'arrive once each where somebody takes them, and whoever does not slows nobody down',
    async () => {
      for (const name of GOOD)
        await notifier.register(
          name,
          await receivers.url(name, name.startsWith('slow') ? slowly : undefined),
        );
      const before = await tell(BEFORE);
      const heapBefore = await heapAtRest();
      for (const [name, behaviour] of Object.entries(BAD))
        await notifier.register(name, await receivers.url(name, behaviour));
      const beside = await tell(BESIDE);
      // Nobody who is well had to wait for those who are not.
      const each = [before.ms / BEFORE, beside.ms / BESIDE] as const;
      const all = [...before.said, ...beside.said];
      for (const name of GOOD)
        expect(new Set(receivers.calls(name).map(idOf))).toEqual(new Set(all));
      for (const name of ['failing', 'resetting']) {
        // One after the other while nothing arrives, eight at a time while something does.
        await until(async () => (await notifier.webhook(name)).waiting === 0, {
          timeout: 15 * MINUTES,
          every: 1_000,
          message: `${name} has everything`,
        });
        const times = Map.groupBy(receivers.calls(name), idOf);
        expect(beside.said.filter((id) => times.get(id)?.length !== 2)).toEqual([]);
      }
      expect(await sentAfterTaken()).toBe(0);
      expect(receivers.calls('elsewhere')).toEqual([]);
      for (const name of ['hanging', 'redirecting'])
        expect((await notifier.webhook(name)).waiting).toBe(BESIDE);
      const heapAfter = await heapAtRest();
      console.log(
        `${BEFORE * GOOD.length + BESIDE * 10} webhooks: ${each.map((ms) => ms.toFixed(1)).join(' and then ')} ms an event; ` +
          `heap ${heapBefore.toFixed(0)} and then ${heapAfter.toFixed(0)} MiB`,
      );
      expect(each[1]).toBeLessThan(each[0] * 1.5);
      expect(heapAfter).toBeLessThan(heapBefore + 25);
    },
    30 * MINUTES,
  );
});
