import { describe, expect, it } from '@jest/globals';
import { planOf, tellBlow } from './plan.ts';

const seeds = Array.from({ length: 300 }, (_, n) => n + 1);

describe('the plan of a seed', () => {
  it('is the same whenever it is made, and another for another seed', () => {
    for (const seed of seeds) expect(planOf(seed)).toEqual(planOf(seed));
    expect(new Set(seeds.map((seed) => JSON.stringify(planOf(seed)))).size).toBe(seeds.length);
  });

  it('has orders and blows in the order of their time', () => {
    for (const { orders, blows } of seeds.map(planOf)) {
      for (const list of [orders, blows])
        expect(list.map(({ at }) => at)).toEqual(list.map(({ at }) => at).sort((a, b) => a - b));
      expect(orders.length).toBeGreaterThanOrEqual(12);
      expect(blows.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('has everything that may go wrong in some seed', () => {
    const blows = seeds.flatMap((seed) => planOf(seed).blows);
    const told = blows.map((blow) => tellBlow(blow)).join('\n');
    for (const what of ['SIGKILL ipam', 'SIGKILL Postgres', 'SIGKILL NATS', 'SIGKILL api'])
      expect(told).toContain(what);
    for (const fault of ['reset', 'silence', 'refuse', 'crash', 'reboot', 'late', 'latency'])
      expect(told).toContain(`"do":"${fault}"`);
    for (const deed of ['adds his own', 'takes a VLAN', 'changes ours', 'removes ours', 'dies'])
      expect(told).toContain(deed);
    expect(new Set(blows.map(({ strikes }) => strikes)).size).toBe(7);
  });
});
