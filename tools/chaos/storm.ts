import { setTimeout as pause } from 'node:timers/promises';
import type { BusConnection } from '@ferrule/messaging';
import { balance, type Reference } from './books.ts';
import type { Ground } from './ground.ts';
import { type Order, type Plan, SHAPES, tellBlow } from './plan.ts';
import { Publisher } from './publisher.ts';
import { type Answer, HttpRequester } from './requester.ts';
import { comeToRest, deadLetters } from './unrest.ts';
import { type Touched, Weather } from './weather.ts';

/** So long whoever asks goes on asking. */
const ASKING_MS = 90_000;
const PATIENCE_MS = 180_000;
/** Nobody is waited for so long in good weather. */
const LONG_SECONDS = 15;

interface Known {
  readonly maker: string;
  readonly shape: string;
}

/** A stack with what is known of it, on which one storm follows the other. */
export interface Site {
  readonly ground: Ground;
  readonly operator: BusConnection;
  readonly http: HttpRequester;
  readonly publisher: Publisher;
  readonly reference: Reference;
  /** By network, what it was asked to be and by whom. */
  readonly networks: Map<string, Known>;
  readonly touched: Touched;
  /** Whether a network can be taken down. */
  readonly removes: boolean;
  /** Keys are used once on a stack. */
  orders: number;
}

export interface Outcome {
  readonly seed: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly blows: readonly string[];
  readonly seconds: number;
  readonly restSeconds: number;
  readonly faults: readonly string[];
}

const bump = (counts: Record<string, number>, what: string): void => {
  counts[what] = (counts[what] ?? 0) + 1;
};

const carryOut = async (
  site: Site,
  order: Order,
  counts: Record<string, number>,
  faults: string[],
): Promise<void> => {
  site.orders += 1;
  const key = `chaos-${site.orders}`;
  const door = order.door === 'http' ? site.http : site.publisher;
  const deadline = performance.now() + ASKING_MS;
  if (order.wants === 'removal') {
    if (!site.removes) return;
    const own = [...site.networks].filter(([, { maker }]) => maker === door.maker);
    const [networkId] = own[Math.floor(order.which * own.length)] ?? [];
    if (networkId === undefined) return;
    const answer = await door.remove(key, networkId, deadline);
    bump(counts, `removal ${answer.said}`);
    if (answer.said === 'nothing') faults.push(`removal ${key} of ${networkId}: ${answer.last}`);
    return;
  }
  if (order.wants === 'nonsense') {
    const answer = await door.provision(key, order.body, deadline);
    bump(counts, 'nonsense');
    if (answer.said !== 'rejected')
      faults.push(`nonsense ${JSON.stringify(order.body)}: ${JSON.stringify(answer)}`);
    return;
  }
  const { datacenter, shape, copies } = order;
  const body = { clientId: 'chaos', datacenter, ...SHAPES[shape] };
  const answers = await Promise.all(
    Array.from({ length: copies }, () => door.provision(key, body, deadline)),
  );
  const ids = new Set(answers.map((answer: Answer) => JSON.stringify(answer)));
  if (ids.size !== 1) faults.push(`${key}, sent ${copies} times: ${[...ids].join(' and ')}`);
  const [answer] = answers;
  if (answer?.said === 'accepted') {
    bump(counts, 'asked for');
    site.networks.set(answer.networkId, { maker: door.maker, shape: `${datacenter} ${shape}` });
  } else faults.push(`${key} (${datacenter} ${shape}): ${JSON.stringify(answer)}`);
};

const timed = async <T extends { readonly at: number }>(
  list: readonly T[],
  since: number,
  act: (one: T) => Promise<void>,
): Promise<void> => {
  const under: Promise<void>[] = [];
  for (const one of list) {
    await pause(Math.max(0, since + one.at - performance.now()));
    under.push(act(one));
  }
  await Promise.all(under);
};

/** What the books of a site say, once everything is at rest. */
export const booksOf = ({
  ground,
  reference,
  networks,
  touched,
}: Site): ReturnType<typeof balance> =>
  balance(ground, {
    ...reference,
    shapeOf: (networkId) => networks.get(networkId)?.shape,
    touched,
  });

/** One seed: its orders and its blows, then quiet, then the books. */
export const storm = async (site: Site, plan: Plan): Promise<Outcome> => {
  const { ground, operator } = site;
  const since = performance.now();
  const counts: Record<string, number> = {};
  const faults: string[] = [];
  const blows: string[] = [];
  const letters = new Set(await deadLetters(operator));
  const weather = new Weather(ground, site.touched, new Set());
  const orders = timed(plan.orders, since, (order) => carryOut(site, order, counts, faults));
  await timed(plan.blows, since, async (blow) => {
    blows.push(tellBlow(blow));
    await weather.strike(blow).catch((error: unknown) => {
      blows.push(`  which failed: ${String(error)}`);
    });
  });
  const last = Math.max(...plan.orders.map(({ at }) => at), ...plan.blows.map(({ at }) => at));
  // What strikes last has a moment to do its harm.
  await pause(Math.max(0, since + last + 1_000 - performance.now()));
  await weather.clear();
  await orders;
  const calm = performance.now();
  let lastWaitedFor: readonly string[] = [];
  const unrest = await comeToRest(ground.database, operator, PATIENCE_MS, (what) => {
    lastWaitedFor = what;
  });
  const restSeconds = (performance.now() - calm) / 1_000;
  if (restSeconds > LONG_SECONDS) blows.push(`waited long for: ${lastWaitedFor.join('; ')}`);
  const { records, faults: quarrels } = await booksOf(site);
  for (const { id } of records.networks.filter(({ status }) => status === 'released'))
    site.networks.delete(id);
  const gone = (await deadLetters(operator)).filter((letter) => !letters.has(letter));
  return {
    seed: plan.seed,
    counts: { ...counts, 'on routers': site.networks.size },
    blows,
    seconds: (performance.now() - since) / 1_000,
    restSeconds,
    faults: [
      ...faults,
      ...unrest.map((what) => `is stuck: ${what}`),
      ...gone.map((what) => `was given up as a dead letter: ${what}`),
      ...quarrels,
    ],
  };
};
