import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Resource } from '@ferrule/router-domain';
import { startSimulator, type Simulator } from '@ferrule/router-simulator-core';
import { apply, plan, type Words } from './plan-ground.ts';

export const tag = 'nnc-provisioned-dc-DC2';
export const comment = tag;

export let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.router.reboot({ lose: true }));

export const run = (...words: Words) => simulator.router.run(words);
export const rows = async (path: string, ...query: Words) =>
  (await run(`${path}/print`, ...query)).rows;
export const row = (path: string, attributes: object, more: Partial<Resource> = {}): Resource => ({
  path,
  attributes: { ...attributes, comment },
  critical: true,
  ...more,
});
export const provision = async (wanted: readonly Resource[], owner = tag) => {
  const made = await plan(simulator.router, owner, wanted);
  const applied = await apply(simulator.router, made);
  expect(applied.failure).toBeNull();
  return made;
};

export const vlan = (attributes: object = {}) =>
  row(
    '/interface/vlan',
    { name: 'vlan150', interface: 'sfp-sfpplus1', 'vlan-id': '150', ...attributes },
    { gate: true },
  );
export const address = row('/ip/address', { address: '172.16.150.1/24', interface: 'vlan150' });
export const rule = (attributes: object, stands: 'first' | 'last' = 'first') =>
  row('/ip/firewall/filter', { action: 'accept', chain: 'forward', ...attributes }, { stands });
