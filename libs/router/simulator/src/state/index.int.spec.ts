import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator } from '../start-simulator.ts';

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator();
});

afterEach(() => simulator.stop());

type Step =
  | { readonly do: 'add' | 'set'; readonly row: number; readonly words: readonly string[] }
  | { readonly do: 'remove' | 'move'; readonly row: number };

const words = fc
  .record(
    {
      'src-address-list': fc.constantFrom('a', 'b'),
      'in-interface': fc.constantFrom('ether1', 'ether2'),
      comment: fc.constantFrom('x', 'y', ''),
      log: fc.constantFrom('yes', 'no'),
      mtu: fc.constantFrom('1400', '1500'),
      disabled: fc.constantFrom('yes', 'no'),
    },
    { requiredKeys: [] },
  )
  .map((values) => Object.entries(values).map(([name, value]) => `=${name}=${value}`));

const row = fc.nat(150);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('add' as const), row, words }),
  fc.record({ do: fc.constant('set' as const), row, words }),
  fc.record({ do: fc.constantFrom('remove' as const, 'move' as const), row }),
);

const menus = {
  '/ip/firewall/filter': { ordered: true, needs: ['=chain=forward'], lacks: ['=mtu='] },
  '/interface/macvlan': {
    ordered: false,
    needs: ['=interface=ether2'],
    lacks: ['=log=', '=src-address-list=', '=in-interface='],
  },
} as const;

const queries = [
  ['chain', 'forward'],
  ['interface', 'ether2'],
  ['mtu', '1400'],
  ['mtu', '1500'],
  ['name', 'macvlan7'],
  ['src-address-list', 'a'],
  ['in-interface', 'ether2'],
  ['in-interface', 'ether9'],
  ['comment', 'x'],
  ['comment', ''],
  ['log', 'false'],
  ['log', 'true'],
  ['disabled', 'true'],
  ['disabled', 'false'],
  ['.id', '*3'],
  ['packets', '0'],
] as const;

/** Any of several values of one name. */
const alternatives: readonly (readonly [name: string, ...values: readonly string[]])[] = [
  ['comment', 'y', 'x'],
  ['in-interface', 'ether2', 'ether1'],
  ['name', 'macvlan7', 'macvlan3'],
  ['.id', '*9', '*3'],
  ['mtu', '1500', '1400'],
];

describe.each(['/ip/firewall/filter', '/interface/macvlan'] as const)(
  'a query of %s that an index answers',
  (path) => {
    const { ordered, needs, lacks } = menus[path];
    const known = (some: readonly string[]) =>
      some.filter((word) => !lacks.some((start) => word.startsWith(start)));

    it('finds in a long list what looking at every row finds, in the same order, whatever happened before', async () => {
      const { router } = simulator;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          router.reboot({ lose: true });
          for (let count = 0; count < 100; count += 1)
            await router.run([`${path}/add`, ...needs, `=comment=${'xy'.charAt(count % 2)}`]);
          const ask = async (...query: string[]) =>
            (await router.run([`${path}/print`, ...query])).rows;
          for (const [name, value] of queries) await ask(`?${name}=${value}`);
          for (const each of steps) {
            const all = await ask();
            const id = `=.id=${all[each.row % all.length]?.['.id'] ?? ''}`;
            if (each.do === 'add')
              await router.run([
                `${path}/add`,
                ...needs,
                ...(ordered ? [id.replace('.id', 'place-before')] : []),
                ...known(each.words),
              ]);
            else if (each.do !== 'move' || ordered)
              await router.run([
                `${path}/${each.do}`,
                id,
                ...(each.do === 'set' ? known(each.words) : []),
              ]);
          }
          const all = await ask();
          for (const [name, value] of queries) {
            const expected = all.filter((candidate) => candidate[name] === value);
            expect(await ask(`?${name}=${value}`)).toEqual(expected);
            const { ret } = await router.run([
              `${path}/print`,
              '=count-only=',
              `?${name}=${value}`,
            ]);
            expect(ret).toBe(String(expected.length));
          }
          for (const [name, ...values] of alternatives) {
            const [first = '', ...others] = values.map((value) => `?${name}=${value}`);
            expect(await ask(first, ...others.flatMap((word) => [word, '?#|']))).toEqual(
              all.filter((candidate) => values.includes(candidate[name] ?? 'absent')),
            );
            const [common, ...another] = ['?comment=x', first, '?disabled=true', '?#&'];
            expect(
              await ask(common, ...another, ...others.flatMap((word) => [word, '?#|'])),
            ).toEqual(
              all.filter(
                (row) =>
                  row['comment'] === 'x' &&
                  (others.some((word) => word === `?${name}=${row[name] ?? 'absent'}`) ||
                    (first === `?${name}=${row[name] ?? 'absent'}` && row['disabled'] === 'true')),
              ),
            );
          }
        }),
        { numRuns: 25 },
      );
    });
  },
);
