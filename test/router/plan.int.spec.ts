import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startSimulator, type Simulator } from '@ferrule/router-simulator-core';
import { apply, plan, planToRemove, revert } from './plan-ground.ts';
import { live, prepare } from './plan-live.ts';
import { resourcesOf, wanting } from './plan-wishes.ts';

const seed = Number(process.env['PLAN_SEED'] ?? Date.now() % 2 ** 31);
const tags = { ours: 'nnc-provisioned-net-1', theirs: 'nnc-provisioned-net-12' };

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());

const numRuns = 30;

const rowsOfOthers = () =>
  Object.entries(simulator.router.snapshot()).flatMap(([path, rows]) =>
    rows
      .filter(({ comment }) => comment !== tags.ours && path !== '/ip/dns')
      .map((row) => JSON.stringify([path, row])),
  );

describe(`a plan (seed ${seed})`, () => {
  it('makes everything as wanted, so that the next one has nothing to do, and touches nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(live, wanting(1), async (before, wish) => {
        const { router } = simulator;
        await prepare(router, before, tags);
        const others = rowsOfOthers();
        const wanted = resourcesOf(wish, tags.ours);
        const { failure } = await apply(router, await plan(router, tags.ours, wanted));
        expect(failure).toBeNull();
        expect((await plan(router, tags.ours, wanted)).stages).toEqual([]);
        expect(rowsOfOthers()).toEqual(others);
        for (const { path, attributes } of wanted) {
          const ask = Object.entries(attributes)
            .filter(([name]) => ['comment', 'name', 'address', 'chain', 'action'].includes(name))
            .map(([name, value]) => `?${name}=${value}`);
          const { rows } = await router.run([`${path}/print`, ...ask]);
          expect({ path, attributes, rows: rows.length > 0 }).toMatchObject({ rows: true });
        }
      }),
      { seed, numRuns },
    );
  });

  it('is undone to the last row and its place', async () => {
    await fc.assert(
      fc.asyncProperty(live, wanting(1), fc.boolean(), async (before, wish, removes) => {
        const { router } = simulator;
        await prepare(router, before, tags);
        const state = router.snapshot();
        const made = removes
          ? await planToRemove(router, tags.ours)
          : await plan(router, tags.ours, resourcesOf(wish, tags.ours));
        const { stages, failure } = await apply(router, made);
        expect(failure).toBeNull();
        const reverted = await revert(router, stages);
        expect(reverted.map((each) => each.failure)).toEqual(reverted.map(() => null));
        expect(router.compare(state)).toEqual([]);
      }),
      { seed, numRuns },
    );
  });
});
