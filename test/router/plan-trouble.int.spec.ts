import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Resource } from '@ferrule/router-domain';
import { startSimulator, type Simulator } from '@ferrule/router-simulator-core';
import { apply, plan, planToRemove, revert } from './plan-ground.ts';
import { live, prepare } from './plan-live.ts';
import { intruder, trouble, withIntruder, withTrouble } from './plan-trouble.ts';
import { resourcesOf, wanting, type Wanting } from './plan-wishes.ts';

const seed = Number(process.env['PLAN_SEED'] ?? Date.now() % 2 ** 31);
const tags = { ours: 'nnc-provisioned-net-1', theirs: 'nnc-provisioned-net-12' };

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());

/** Rows that refer to one by its name change with it, and nobody has touched them. */
const named100 = (wish: Wanting): Wanting => ({
  ...wish,
  vlan: wish.vlan && { ...wish.vlan, id: 100 },
});

const stillToDo = async (wanted: readonly Resource[]) =>
  (await plan(simulator.router, tags.ours, wanted)).stages.flatMap(({ changes }) => changes);

describe(`a plan in trouble (seed ${seed})`, () => {
  it('ends as wanted or as it was, whatever becomes of one of its writes', async () => {
    const property = fc.asyncProperty(
      live,
      wanting(1),
      trouble,
      fc.boolean(),
      async (before, wish, befalls, removes) => {
        const { router } = simulator;
        await prepare(router, before, tags);
        const state = router.snapshot();
        const wanted = removes ? [] : resourcesOf(wish, tags.ours);
        const made = removes
          ? await planToRemove(router, tags.ours)
          : await plan(router, tags.ours, wanted);
        const { stages, failure, outcomes } = await apply(router, made, withTrouble(befalls));
        if (failure === null) {
          const left = await stillToDo(wanted);
          // What was not critical is a warning, and is still to be done.
          expect(left.every(({ critical }) => !critical)).toBe(true);
          expect(outcomes.flatMap(({ warnings }) => warnings)).toHaveLength(left.length);
          return;
        }
        const reverted = await revert(router, stages);
        expect(reverted.map((each) => each.failure)).toEqual(reverted.map(() => null));
        expect(router.compare(state)).toEqual([]);
      },
    );
    await fc.assert(property, { seed, numRuns: 30 });
  });

  it('goes on where it ended when the same stage comes again', async () => {
    const property = fc.asyncProperty(live, wanting(1), trouble, async (before, wish, befalls) => {
      const { router } = simulator;
      await prepare(router, before, tags);
      const wanted = resourcesOf(wish, tags.ours);
      const made = await plan(router, tags.ours, wanted);
      const { stages } = await apply(router, made, withTrouble(befalls));
      const left = made.stages.slice(stages.length - 1);
      const { failure } = await apply(router, { ...made, stages: left });
      expect(failure).toBeNull();
      expect((await stillToDo(wanted)).every(({ critical }) => !critical)).toBe(true);
    });
    await fc.assert(property, { seed, numRuns: 15 });
  });

  it('never overwrites what somebody else wrote meanwhile, and says so', async () => {
    const property = fc.asyncProperty(
      live,
      wanting(1),
      intruder,
      async (before, someWish, meddles) => {
        const { router } = simulator;
        const wish = named100(someWish);
        await prepare(router, { ...before, older: named100(before.older) }, tags);
        const state = router.snapshot();
        const wanted = resourcesOf(wish, tags.ours);
        const made = await plan(router, tags.ours, wanted);
        const { meddler, did } = withIntruder(router, meddles, tags.ours);
        const { stages, failure } = await apply(router, made, meddler);
        if (failure === null) {
          // He came too late or changed what nobody asked for: the next plan puts ours right.
          const again = await apply(router, await plan(router, tags.ours, wanted));
          expect(again.failure).toBeNull();
          return;
        }
        const reverted = await revert(router, stages);
        const told = reverted
          .flatMap(({ reports }) => reports)
          .filter(({ outcome }) => outcome === 'failed');
        const differences = router.compare(state);
        const meddled = did()?.path;
        const left = differences.flatMap(({ path, missing, extra, reordered }) => {
          const count = Math.max(missing.length, extra.length, reordered ? 1 : 0);
          // One row is his own doing.
          return path === meddled ? count - 1 : count;
        });
        expect(left.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(told.length);
      },
    );
    await fc.assert(property, { seed, numRuns: 30 });
  });
});
