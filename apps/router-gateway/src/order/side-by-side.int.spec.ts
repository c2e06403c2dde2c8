import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, Trap, type Verdict } from '@ferrule/router-simulator-core';
import { useNats } from '@ferrule/testing';
import fc from 'fast-check';
import { BASE, isFailure, Job, NETWORK } from '../spec-job.ts';
import { Gateway, Sender, writeRouters } from '../spec-rig.ts';
import { DC1_WITH_PEERS, routerEntry, startRouter, wishOf } from '../spec-router.ts';

const nats = useNats();
let directory: string;
let simulator: Simulator;
let gateway: Gateway;
let sender: Sender;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  simulator = await startRouter();
  sender = await Sender.on(nats.url);
  const routersFile = join(directory, 'routers.json');
  await writeRouters(routersFile, [routerEntry('r1', simulator)], [DC1_WITH_PEERS]);
  gateway = new Gateway({ nats: nats.url, routersFile, leaseTtlMs: 1_500 }).start();
  const base = await new Job(sender, { tag: BASE }).carryOut({ kind: 'datacenter' });
  expect(base.type).toBe('StageApplied');
}, 30_000);
afterAll(async () => {
  await gateway.stop();
  await sender.close();
  await simulator.stop();
  await rm(directory, { recursive: true });
});

/** What befalls the rows that are added for one network. */
type Fate =
  | { readonly is: 'none' }
  /** One is refused; one is never carried out, or is and nobody hears of it; from one on the router is silent. */
  | { readonly is: 'refused' | 'lost' | 'unheard' | 'silent'; readonly at: number }
  /** The connection of all of them breaks. */
  | { readonly is: 'broken'; readonly at: number };

const ADDED = 8;
const at = fc.integer({ min: 1, max: ADDED });
const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.constant<Fate>({ is: 'none' }),
  fc.record({ is: fc.constantFrom('refused', 'lost', 'unheard', 'silent', 'broken'), at }),
);
const NETWORKS = 8;
const fates = fc.array(fate, { minLength: NETWORKS, maxLength: NETWORKS });

const strike = (fateOf: ReadonlyMap<string, Fate>): void => {
  const added = new Map<string, number>();
  const verdictOn = (tag: string): Verdict => {
    const its = fateOf.get(tag) ?? { is: 'none' };
    const nth = (added.get(tag) ?? 0) + 1;
    added.set(tag, nth);
    if (its.is === 'none' || nth < its.at) return 'run';
    if (its.is === 'silent') return 'drop';
    if (nth > its.at) return 'run';
    if (its.is === 'refused') return new Trap('failure: out of luck');
    if (its.is === 'broken') simulator.router.disconnectAll();
    return its.is === 'unheard' ? 'mute' : 'drop';
  };
  simulator.router.interceptor = {
    arrived: (_, [command = '', ...words]) => {
      const tag = words.find((word) => word.startsWith('=comment='))?.slice('=comment='.length);
      return command.endsWith('/add') && tag !== undefined ? verdictOn(tag) : 'run';
    },
  };
};

/** Asked for a first time, and taken back when it is not to be. */
const provision = async (n: number): Promise<string> => {
  const network = wishOf(n, { bgpEnabled: n % 2 === 0, firewallProfile: 'open' });
  const job = new Job(sender, { tag: NETWORK(network.networkId), inMs: 4_000 });
  const { type } = await job.carryOut({ kind: 'network', network });
  if (!isFailure({ type })) return type;
  // With time of its own, as every undo has.
  const undo = new Job(sender, { tag: NETWORK(network.networkId) });
  undo.plan = job.plan;
  undo.begun = job.begun;
  const undone = await undo.undo();
  expect(undone.map((answer) => answer.type)).toEqual(undone.map(() => 'StageReverted'));
  return 'undone';
};
const remove = (n: number) => new Job(sender, { tag: NETWORK(`net-${n}`) }).carryOut(null);

const SEEDS = [1, 2, 3, 4];

describe('networks of one router, made side by side on its one connection', () => {
  it.each(SEEDS)(
    'and beside others that go, are each whole or without a trace, whatever befalls one of them (seed %i)',
    async (seed) => {
      const prepared = simulator.router.snapshot();
      const [drawn = []] = fc.sample(fates, { numRuns: 1, seed });
      const numbers = drawn.map((_, index) => 20 + seed * 20 + index);
      const leaving = numbers.map((n) => n + NETWORKS).slice(0, 3);
      await Promise.all(leaving.map(provision));
      strike(new Map(drawn.map((its, index) => [NETWORK(`net-${numbers[index] ?? 0}`), its])));
      const [ends] = await Promise.all([
        Promise.all(numbers.map(provision)),
        Promise.all(leaving.map(remove)),
      ]);
      simulator.router.interceptor = undefined;
      for (const [index, its] of drawn.entries())
        if (its.is === 'none')
          expect([seed, index, ends[index]]).toEqual([seed, index, 'NetworkActivated']);
      const stand = numbers.filter((_, index) => ends[index] === 'NetworkActivated');
      for (const n of stand) {
        const network = wishOf(n, { bgpEnabled: n % 2 === 0, firewallProfile: 'open' });
        const again = new Job(sender, { tag: NETWORK(network.networkId) });
        expect(await again.ask({ kind: 'network', network })).toMatchObject({
          data: { plan: { stages: [] } },
        });
      }
      await Promise.all(stand.map(remove));
      expect(simulator.router.compare(prepared)).toEqual([]);
    },
    60_000,
  );
});
