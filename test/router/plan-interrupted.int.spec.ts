import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Resource } from '@ferrule/router-domain';
import { startSimulator, type Simulator } from '@ferrule/router-simulator-core';
import { apply, plan, revert } from './plan-ground.ts';
import { withTrouble, type Trouble } from './plan-trouble.ts';

const tag = 'nnc-provisioned-dc-DC1';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.router.reboot({ lose: true }));

const rule = (at: number, stands: 'first' | 'last', chain = 'forward'): Resource => ({
  path: '/ip/firewall/filter',
  attributes: { chain, action: 'accept', 'src-address': `10.0.0.${at}`, comment: tag },
  critical: true,
  stands,
});
const rules = (stands: 'first' | 'last', ...numbers: readonly number[]) =>
  numbers.map((at) => rule(at, stands));
const order = async () => {
  const { rows } = await simulator.router.run(['/ip/firewall/filter/print', '?chain=forward']);
  return rows.map((row) => Number(row['src-address']?.split('.')[3]));
};
const foreign = (at: number) =>
  simulator.router.run([
    '/ip/firewall/filter/add',
    '=chain=forward',
    '=action=drop',
    `=src-address=192.0.2.${at}`,
  ]);

/** Every write of a stage in turn meets each kind of trouble. */
const troubles: readonly Trouble[] = [0, 1, 2, 3, 4].flatMap((at): readonly Trouble[] => [
  { kind: 'stopped', at },
  { kind: 'lost', at, happens: true },
  { kind: 'lost', at, happens: false },
  { kind: 'refused', at, happens: true },
  { kind: 'refused', at, happens: false },
]);

const cases = (['first', 'last'] as const).flatMap((stands) => [
  { stands, before: [1, 3], after: [4, 3, 1] },
  { stands, before: [2, 1], after: [1, 2, 3] },
  { stands, before: [1, 2, 3, 4], after: [5, 4, 2, 6] },
]);

describe.each(cases)('rules that become $after from $before and stand $stands', (each) => {
  const { stands, before, after } = each;
  const prepare = async () => {
    const { router } = simulator;
    await foreign(101);
    await apply(router, await plan(router, tag, rules(stands, ...before)));
    await foreign(102);
    return plan(router, tag, rules(stands, ...after));
  };
  const wanted = stands === 'first' ? [...after, 101, 102] : [101, 102, ...after];

  it.each(troubles)('are as they were, or as they are to be, after %j', async (trouble) => {
    const { router } = simulator;
    const made = await prepare();
    const state = router.snapshot();
    const { failure, stages } = await apply(router, made, withTrouble(trouble));
    if (failure === null) {
      expect(await order()).toEqual(wanted);
      return;
    }
    const reverted = await revert(router, stages);
    expect(reverted.map((outcome) => outcome.failure)).toEqual(reverted.map(() => null));
    expect(router.compare(state)).toEqual([]);
  });

  it.each(troubles)('become so when their stages come again after %j', async (trouble) => {
    const { router } = simulator;
    const made = await prepare();
    const { stages } = await apply(router, made, withTrouble(trouble));
    const left = made.stages.slice(stages.length - 1);
    const { failure } = await apply(router, { ...made, stages: left });
    expect(failure).toBeNull();
    expect(await order()).toEqual(wanted);
  });
});
