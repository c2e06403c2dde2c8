import { describe, expect, it } from '@jest/globals';
import { cleanTag, verifyStages, type Resource } from '@ferrule/router-domain';
import { apply, drive, NEWEST, plan, planToRemove, revert } from './plan-ground.ts';
import { address, provision, row, rows, rule, run, simulator, tag, vlan } from './plan-scene.ts';

const phases = async (wanted: readonly Resource[]) =>
  (await plan(simulator.router, tag, wanted)).stages.map(({ phase, changes }) => [
    phase,
    ...changes.map(({ path }) => path),
  ]);

describe('the order of stages', () => {
  it('is that of the phases, with the network closed until everything else is there', async () => {
    const made = [
      rule({ 'in-interface': 'vlan150' }),
      row('/ip/dhcp-server', { name: 'd', interface: 'vlan150', 'address-pool': 'p' }),
      row('/ip/pool', { name: 'p', ranges: '172.16.150.9-172.16.150.99' }),
      address,
      vlan(),
    ];
    expect(await phases(made)).toEqual([
      [1, '/interface/vlan'],
      [3, '/ip/pool', '/ip/address'],
      [5, '/ip/dhcp-server'],
      [7, '/ip/firewall/filter'],
      ['activation', '/interface/vlan'],
    ]);
    await apply(simulator.router, {
      stages: (await plan(simulator.router, tag, made)).stages.slice(0, -1),
      warnings: [],
    });
    expect(await rows('/interface/vlan', '?disabled=true')).toHaveLength(1);
  });

  it('puts what somebody refers to before him, whatever its own phase', async () => {
    const list = row('/ip/firewall/address-list', { list: 'ours', address: '172.16.150.0/24' });
    const instance = row('/routing/bgp/instance', { name: 'i', as: '65001' });
    const connection = row('/routing/bgp/connection', {
      name: 'c',
      instance: 'i',
      'local.role': 'ibgp',
      'output.network': 'ours',
    });
    expect(await phases([connection, list, instance])).toEqual([
      [6, '/ip/firewall/address-list', '/routing/bgp/instance', '/routing/bgp/connection'],
    ]);
  });

  it('closes the network first on removal, then takes away from the last phase to the first', async () => {
    const vrf = row('/ip/vrf', { name: 'red', interfaces: 'vlan150' });
    const made = [vlan(), vrf, address, rule({ 'in-interface': 'vlan150' })];
    await provision(made);
    const removal = await planToRemove(simulator.router, tag);
    expect(removal.stages.map(({ phase }) => phase)).toEqual(['deactivation', 7, 3, 1]);
    // Not the VRF: its network would be open to everybody for as long as the interface is.
    expect(removal.stages[0]?.changes.map(({ path }) => path)).toEqual(['/interface/vlan']);
    const { failure, stages } = await apply(simulator.router, removal);
    expect(failure).toBeNull();
    expect(await rows('/interface/vlan')).toEqual([]);
    await revert(simulator.router, stages);
    expect((await plan(simulator.router, tag, made)).stages).toEqual([]);
  });

  it('makes the rules of a chain before anybody is sent there', async () => {
    const made = await plan(simulator.router, tag, [
      rule({ action: 'jump', 'jump-target': 'own' }),
      rule({ chain: 'own', action: 'drop' }),
    ]);
    expect(made.stages[0]?.changes.map(({ after }) => after?.['chain'])).toEqual([
      'own',
      'forward',
    ]);
  });
});

describe('everything of a tag', () => {
  it('goes without a plan, and nothing else', async () => {
    await provision([vlan(), address, rule({ 'in-interface': 'vlan150' })]);
    const other = 'nnc-provisioned-dc-DC20';
    const theirs = row('/interface/list', { name: 'theirs', comment: other });
    await provision([{ ...theirs, attributes: { name: 'theirs', comment: other } }], other);
    const cleaned = await drive(simulator.router, cleanTag(tag, NEWEST));
    expect(cleaned).toMatchObject({
      failure: null,
      rollback: { TotalResources: 3, Removed: 3, Failed: 0, Errors: [] },
    });
    expect(await rows('/interface/list', `?comment=${other}`)).toHaveLength(1);
    expect(await rows('/interface/vlan')).toEqual([]);
  });
});

describe('what stages wanted', () => {
  it('is read back as it is in the end, and what is missing is named', async () => {
    const { stages } = await provision([vlan(), address]);
    expect(await drive(simulator.router, verifyStages(stages))).toMatchObject({ failure: null });
    await run('/interface/vlan/disable', '=.id=vlan150');
    expect(await drive(simulator.router, verifyStages(stages))).toMatchObject({
      failure: { code: 'ROUTER_CONFLICT', message: expect.stringContaining('disabled is true') },
    });
    const { stages: removal } = await planToRemove(simulator.router, tag);
    expect(await drive(simulator.router, verifyStages(removal))).toMatchObject({
      failure: { code: 'ROUTER_CONFLICT', field: '/ip/address' },
    });
    await apply(simulator.router, { stages: removal, warnings: [] });
    expect(await drive(simulator.router, verifyStages(removal))).toMatchObject({ failure: null });
  });
});
