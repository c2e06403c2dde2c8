import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resource } from '@ferrule/router-domain';
import { startSimulator, type Simulator } from '@ferrule/router-simulator-core';
import { plan } from './plan-ground.ts';

const tag = 'nnc-provisioned-net-1';
const path = '/ip/firewall/address-list';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ journal: 0 });
  const { router } = simulator;
  for (let at = 0; at < 50_000; at += 1) {
    const comment = at % 100 === 0 ? tag : `theirs ${at % 1000}`;
    const address = `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`;
    await router.run([`${path}/add`, '=list=busy', `=address=${address}`, `=comment=${comment}`]);
  }
}, 60_000);
afterAll(() => simulator.stop());

const wanted = (count: number): readonly Resource[] =>
  Array.from({ length: count }, (_, index) => {
    const at = index * 100;
    const address = `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`;
    return { path, attributes: { list: 'busy', address, comment: tag }, critical: true };
  });

describe('a plan for a router with 50,000 rows', () => {
  it.each([
    { name: 'finds 500 rows of its own', rows: wanted(500), changes: 0 },
    { name: 'removes most of them', rows: wanted(10), changes: 490 },
    {
      name: 'adds as many',
      rows: wanted(500).map((row) => ({ ...row, attributes: { ...row.attributes, list: 'new' } })),
      changes: 1000,
    },
  ])('$name within a second, without reading the others', async ({ rows, changes }) => {
    const { router } = simulator;
    let read = 0;
    const from = performance.now();
    const made = await plan(router, tag, rows, async (_command, _writes, run) => {
      const answer = await run();
      read += 'reply' in answer ? answer.reply.rows.length : 0;
      return answer;
    });
    const took = performance.now() - from;
    expect(took).toBeLessThan(1000);
    expect(made.stages.flatMap((stage) => stage.changes)).toHaveLength(changes);
    expect(read).toBeLessThan(1500);
  });
});
