import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator } from '../start-simulator.ts';

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator();
});

afterEach(() => simulator.stop());

const step = fc.record({
  do: fc.constantFrom('add', 'set', 'remove', 'move', 'disable'),
  path: fc.constantFrom('/ip/firewall/filter', '/ip/address'),
  row: fc.nat(20),
  number: fc.nat(200),
});

describe('unrolling safe mode', () => {
  it('leaves every row, its place and what follows from it as they were', async () => {
    const { router } = simulator;
    const ask = async (path: string) => (await router.run([`${path}/print`])).rows;
    const everything = async () => [
      router.dump().menus,
      await ask('/ip/route'),
      await ask('/ip/firewall/filter'),
      await ask('/ip/address'),
    ];
    const holder = {};
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        router.reboot({ lose: true });
        for (let number = 1; number <= 5; number += 1) {
          await router.run(['/ip/firewall/filter/add', `=chain=c${number}`]);
          await router.run([
            '/ip/address/add',
            `=address=10.0.${number}.1/24`,
            '=interface=ether1',
          ]);
        }
        const before = await everything();
        router.safeMode.take(holder, 'admin', router.router.state);
        for (const { do: verb, path, row, number } of steps) {
          const rows = await ask(path);
          const id = rows[row % rows.length]?.['.id'] ?? '*FFFF';
          const own =
            path === '/ip/address'
              ? [`=address=10.1.${number}.1/24`, '=interface=ether2']
              : [`=chain=n${number}`];
          const words = {
            add: path === '/ip/address' ? own : [...own, `=place-before=${id}`],
            set: [`=.id=${id}`, ...own],
            remove: [`=.id=${id}`],
            move: [`=.id=${id}`],
            disable: [`=.id=${id}`],
          };
          // A duplicate is refused, and addresses have no order: no matter here.
          await router.run([`${path}/${verb}`, ...words[verb]]).catch(() => undefined);
        }
        router.safeMode.unroll();
        expect(await everything()).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });
});
