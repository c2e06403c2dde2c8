import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { SpecRouter } from '../menus/spec-router.ts';
import { Table } from '../state/table.ts';

let router: SpecRouter;
const vlans = '/interface/bridge/vlan';

beforeEach(async () => {
  router = await SpecRouter.start();
  await router.given(
    '/interface/bridge/add name=a vlan-filtering=yes',
    '/interface/bridge/add name=b vlan-filtering=yes',
    '/interface/bridge/port/add bridge=a interface=ether1 pvid=7',
  );
});

afterEach(async () => {
  jest.restoreAllMocks();
  await router.stop();
});

const part = fc
  .tuple(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 0, max: 4 }))
  .map(([first, more]) => (more === 0 ? `${first}` : `${first}-${first + more}`));

const row = fc.record({
  bridge: fc.constantFrom('a', 'b'),
  ids: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(',')),
});

const expanded = (ids: string): readonly number[] =>
  ids.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });

describe('a VLAN of a bridge', () => {
  it('is taken once, whether by itself or in a range, and given free with its row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 15 }), async (rows) => {
        const taken = new Map<string, string>();
        for (const { bridge, ids } of rows) {
          const isTaken = expanded(ids).some((vid) => taken.has(`${bridge} ${vid}`));
          const answer = await router.ask(`${vlans}/add bridge=${bridge} vlan-ids=${ids}`);
          if (isTaken) expect(answer).toBe('failure: vlan already added');
          else for (const vid of expanded(ids)) taken.set(`${bridge} ${vid}`, answer);
        }
        for (const id of new Set(taken.values()))
          await router.given(`${vlans}/remove numbers=${id}`);
      }),
      { numRuns: 60 },
    );
  });

  it('is untagged on the ports of its PVID only until somebody writes it, in a range too', async () => {
    const comments = async () =>
      (await router.rows(vlans, '?comment')).map(
        ({ comment, 'vlan-ids': ids }) => `${ids} ${comment}`,
      );
    expect(await comments()).toContain('7 added by pvid');
    await router.given(`${vlans}/add bridge=a vlan-ids=5-9`);
    expect(await comments()).not.toContain('7 added by pvid');
    await router.given(`${vlans}/remove numbers=${await written()}`);
    expect(await comments()).toContain('7 added by pvid');
  });

  const written = async () => (await router.row(vlans, '?dynamic=false'))['.id'] ?? '';

  it('is added without a look at the others, however many they are', async () => {
    for (let vid = 100; vid < 300; vid += 1)
      await router.given(`${vlans}/add bridge=a vlan-ids=${vid} tagged=a`);
    const looks = new Map<string, number>();
    const iterate = Table.prototype[Symbol.iterator];
    jest.spyOn(Table.prototype, Symbol.iterator).mockImplementation(function (this: Table) {
      looks.set(this.menu.path, (looks.get(this.menu.path) ?? 0) + 1);
      return iterate.call(this);
    });
    const candidates = jest.spyOn(Table.prototype, 'candidates');
    await router.given(`${vlans}/add bridge=a vlan-ids=300 tagged=a`);
    expect(looks.get(vlans)).toBeUndefined();
    const asked = candidates.mock.contexts.map((table) => (table as Table).menu.path);
    expect(asked).not.toContain(vlans);
  });
});
