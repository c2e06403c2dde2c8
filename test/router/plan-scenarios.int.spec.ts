import { afterAll, beforeEach, describe, expect, it, beforeAll } from '@jest/globals';
import { cleanTag, verifyStages, type Resource } from '@ferrule/router-domain';
import { startSimulator, type Simulator } from '@ferrule/router-simulator-core';
import { apply, drive, plan, planToRemove, revert, type Words } from './plan-ground.ts';

const tag = 'nnc-provisioned-dc-DC2';
const comment = tag;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.router.reboot({ lose: true }));

const run = (...words: Words) => simulator.router.run(words);
const rows = async (path: string, ...query: Words) => (await run(`${path}/print`, ...query)).rows;
const row = (path: string, attributes: object, more: Partial<Resource> = {}): Resource => ({
  path,
  attributes: { ...attributes, comment },
  critical: true,
  ...more,
});
const provision = async (wanted: readonly Resource[], owner = tag) => {
  const made = await plan(simulator.router, owner, wanted);
  const applied = await apply(simulator.router, made);
  expect(applied.failure).toBeNull();
  return made;
};
const phases = async (wanted: readonly Resource[]) =>
  (await plan(simulator.router, tag, wanted)).stages.map(({ phase, changes }) => [
    phase,
    ...changes.map(({ path }) => path),
  ]);

const vlan = (attributes: object = {}) =>
  row(
    '/interface/vlan',
    { name: 'vlan150', interface: 'sfp-sfpplus1', 'vlan-id': '150', ...attributes },
    { gate: true },
  );
const address = row('/ip/address', { address: '172.16.150.1/24', interface: 'vlan150' });
const rule = (attributes: object, stands: 'first' | 'last' = 'first') =>
  row('/ip/firewall/filter', { action: 'accept', chain: 'forward', ...attributes }, { stands });

describe('a row that is there already', () => {
  it.each([
    ['has no comment', [], 'it has no comment'],
    ['has the tag of another', ['=comment=nnc-provisioned-dc-DC1'], 'nnc-provisioned-dc-DC1'],
    ['has a tag that ours is a beginning of', [`=comment=${tag}0`], `${tag}0`],
  ])('and %s is a conflict before anything is written', async (_what, words, says) => {
    await run('/interface/vlan/add', '=name=vlan150', '=interface=ether3', '=vlan-id=7', ...words);
    const before = simulator.router.snapshot();
    await expect(plan(simulator.router, tag, [vlan(), address])).rejects.toMatchObject({
      failure: {
        code: 'ROUTER_CONFLICT',
        field: '/interface/vlan',
        message: expect.stringContaining(says),
      },
    });
    expect(simulator.router.compare(before)).toEqual([]);
  });

  it('is a warning where it is not critical, and the rest is planned', async () => {
    await run('/system/script/add', '=name=hello');
    const script = row(
      '/system/script',
      { name: 'hello', source: ':log info x' },
      { critical: false },
    );
    const made = await plan(simulator.router, tag, [script, vlan()]);
    expect(made.warnings).toEqual([expect.stringContaining('/system/script name=hello')]);
    expect(made.stages.flatMap(({ changes }) => changes.map(({ path }) => path))).toEqual([
      '/interface/vlan',
      '/interface/vlan',
    ]);
  });

  it('and appears between plan and apply stops the stage before its first write', async () => {
    const made = await plan(simulator.router, tag, [vlan(), row('/interface/list', { name: 'a' })]);
    await run('/interface/vlan/add', '=name=vlan150', '=interface=ether3', '=vlan-id=7');
    const { failure, outcomes, stages } = await apply(simulator.router, made);
    expect(failure).toMatchObject({ code: 'ROUTER_CONFLICT' });
    expect(outcomes[0]?.reports.map(({ outcome }) => outcome).sort()).toEqual([
      'failed',
      'not_tried',
    ]);
    expect(await rows('/interface/list', '?name=a')).toEqual([]);
    const [reverted] = await revert(simulator.router, stages);
    // There is nothing of ours to be taken away, and what is there is left alone.
    expect(reverted?.failure).toBeNull();
    expect(await rows('/interface/vlan')).toHaveLength(1);
  });
});

describe('a row of ours that somebody changed', () => {
  it.each([
    ['a value that was wanted', '=vlan-id=151', 'vlan-id is 151'],
    ['a value that nobody spoke of', '=mtu=1300', 'mtu is 1300'],
  ])('in %s is left alone by the undo, which tells it and goes on', async (_what, word, says) => {
    const { stages } = await provision([vlan(), address]);
    await run('/interface/vlan/set', '=.id=vlan150', word);
    const reverted = await revert(simulator.router, stages);
    expect(reverted.flatMap(({ rollback }) => rollback.Errors)).toEqual([
      expect.stringContaining(says),
    ]);
    expect(await rows('/interface/vlan')).toHaveLength(1);
    expect(await rows('/ip/address')).toEqual([]);
  });
});

describe('a write that fails', () => {
  const bad = row('/ip/pool', { name: 'p', ranges: 'nonsense' });

  it('ends its stage, and what was refused is told in the words of the router', async () => {
    const made = await plan(simulator.router, tag, [bad, vlan(), address]);
    const { failure, stages, outcomes } = await apply(simulator.router, made);
    expect(failure).toMatchObject({
      code: 'ROUTER_REFUSED',
      field: '/ip/pool',
      message: expect.stringContaining('invalid value for argument ranges'),
    });
    expect(stages.map(({ phase }) => phase)).toEqual([1, 3]);
    expect(
      outcomes
        .at(-1)
        ?.reports.map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['done', 'failed']);
  });

  it('is a warning where it is not critical, and the rest goes on', async () => {
    const made = await plan(simulator.router, tag, [{ ...bad, critical: false }, vlan(), address]);
    const { failure, outcomes } = await apply(simulator.router, made);
    expect(failure).toBeNull();
    expect(outcomes.flatMap(({ warnings }) => warnings)).toEqual([
      expect.stringContaining('invalid value for argument ranges'),
    ]);
    expect(await rows('/interface/vlan', '?disabled=false', '?name=vlan150')).toHaveLength(1);
  });
});

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

describe('a service VLAN of another number', () => {
  const service = (number: string) =>
    row('/interface/vlan', {
      name: `svlan${number}`,
      interface: 'sfp-sfpplus1',
      'vlan-id': number,
      'use-service-tag': 'true',
    });
  const rest = (number: string) => [
    row('/interface/list', { name: 'ferrule-uplinks' }),
    row('/interface/list/member', { list: 'ferrule-uplinks', interface: `svlan${number}` }),
  ];

  it('changes exactly one row, and whoever stands on it goes with it', async () => {
    await provision([service('1000'), ...rest('1000')]);
    await run('/interface/vlan/add', '=name=vlan150', '=interface=svlan1000', '=vlan-id=150');
    const before = simulator.router.snapshot();
    const made = await provision([service('2000'), ...rest('2000')]);
    expect(made.stages.flatMap(({ changes }) => changes)).toEqual([
      {
        path: '/interface/vlan',
        before: { name: 'svlan1000', 'vlan-id': '1000', comment },
        after: { name: 'svlan2000', 'vlan-id': '2000', comment },
        critical: true,
      },
    ]);
    expect(await rows('/interface/vlan', '?name=vlan150', '?interface=svlan2000')).toHaveLength(1);
    await revert(simulator.router, made.stages);
    expect(simulator.router.compare(before)).toEqual([]);
  });
});

describe('a row of ours that is to have another name', () => {
  it('is a conflict where somebody else has that name', async () => {
    await provision([vlan()]);
    await run('/interface/vlan/add', '=name=vlan151', '=interface=ether3', '=vlan-id=7');
    await expect(plan(simulator.router, tag, [vlan({ name: 'vlan151' })])).rejects.toMatchObject({
      failure: { code: 'ROUTER_CONFLICT', message: expect.stringContaining('name=vlan151') },
    });
  });
});

describe('rules', () => {
  const chain = async (name = 'forward') =>
    (await rows('/ip/firewall/filter', `?chain=${name}`)).map((each) => each['src-address']);
  const foreign = (at: number) =>
    run('/ip/firewall/filter/add', '=chain=forward', '=action=drop', `=src-address=192.0.2.${at}`);
  const ours = (at: number, stands: 'first' | 'last' = 'first') =>
    rule({ 'src-address': `10.0.0.${at}` }, stands);

  it('stand before and behind those of others, in their own order', async () => {
    await foreign(1);
    await foreign(2);
    const made = await provision([ours(1), ours(2), ours(8, 'last'), ours(9, 'last')]);
    const together = ['10.0.0.1', '10.0.0.2', '192.0.2.1', '192.0.2.2', '10.0.0.8', '10.0.0.9'];
    expect(await chain()).toEqual(together);
    await foreign(3);
    await provision([ours(2), ours(3), ours(1), ours(9, 'last'), ours(8, 'last')]);
    expect(await chain()).toEqual([
      ...['10.0.0.2', '10.0.0.3', '10.0.0.1', '192.0.2.1', '192.0.2.2', '192.0.2.3'],
      ...['10.0.0.9', '10.0.0.8'],
    ]);
    expect(made.stages).toHaveLength(1);
  });

  it('are moved no more than they have to be', async () => {
    await provision([ours(1), ours(2), ours(3), ours(4)]);
    const made = await plan(simulator.router, tag, [ours(2), ours(3), ours(4), ours(1)]);
    expect(made.stages.flatMap(({ changes }) => changes)).toHaveLength(1);
  });

  it('are placed by what the row behind them says, never by a number', async () => {
    await foreign(1);
    const made = await plan(simulator.router, tag, [ours(1)]);
    expect(made.stages[0]?.changes[0]?.moved).toEqual({
      from: 'last',
      to: { before: { chain: 'forward', action: 'drop', 'src-address': '192.0.2.1' } },
    });
  });

  it('wait for a new plan when the row is gone that they were to stand before', async () => {
    await foreign(1);
    const made = await plan(simulator.router, tag, [ours(1)]);
    await run('/ip/firewall/filter/remove', '=.id=*1');
    const { failure } = await apply(simulator.router, made);
    expect(failure).toMatchObject({ code: 'ROUTER_CONFLICT' });
    expect(await chain()).toEqual([]);
  });

  it('come back to their places when their removal is undone, those of a chain before its jump', async () => {
    await foreign(1);
    await provision([
      ours(1),
      rule({ action: 'jump', 'jump-target': 'own' }),
      rule({ chain: 'own', action: 'drop' }),
      ours(2),
    ]);
    const before = simulator.router.snapshot();
    const { stages } = await apply(simulator.router, await planToRemove(simulator.router, tag));
    expect(await chain()).toEqual(['192.0.2.1']);
    const reverted = await revert(simulator.router, stages);
    expect(reverted.map(({ failure }) => failure)).toEqual([null]);
    expect(simulator.router.compare(before)).toEqual([]);
  });

  it('that are there twice go twice, and come back twice', async () => {
    await provision([ours(1)]);
    await run('/ip/firewall/filter/add', '=copy-from=*1');
    await run('/ip/firewall/filter/set', '=.id=*2', `=comment=${tag}`);
    const before = simulator.router.snapshot();
    const { stages, failure } = await apply(
      simulator.router,
      await planToRemove(simulator.router, tag),
    );
    expect(failure).toBeNull();
    expect(await chain()).toEqual([]);
    await revert(simulator.router, stages);
    expect(simulator.router.compare(before)).toEqual([]);
    expect(await chain()).toHaveLength(2);
  });

  it('that somebody switched off are switched on again, and stay where they are', async () => {
    await provision([ours(1), ours(2)]);
    await run('/ip/firewall/filter/disable', '=.id=*1');
    const made = await provision([ours(1), ours(2)]);
    expect(made.stages.flatMap(({ changes }) => changes)).toMatchObject([
      { before: { disabled: 'true' }, after: { 'src-address': '10.0.0.1' } },
    ]);
  });
});

describe('settings', () => {
  const resolver = (servers: string) => ({
    path: '/ip/dns',
    attributes: { servers, 'allow-remote-requests': 'yes' },
    critical: true,
  });

  it('are changed where they differ, and get back what they were', async () => {
    await run('/ip/dns/set', '=servers=192.0.2.1', '=cache-size=4096');
    const before = simulator.router.snapshot();
    const made = await provision([resolver('192.0.2.53')]);
    expect(made.stages[0]?.changes).toMatchObject([
      {
        before: { servers: '192.0.2.1', 'allow-remote-requests': 'false' },
        after: { servers: '192.0.2.53', 'allow-remote-requests': 'yes' },
      },
    ]);
    await revert(simulator.router, made.stages);
    expect(simulator.router.compare(before)).toEqual([]);
  });

  it('are not taken back over a third value, which is told', async () => {
    const made = await provision([resolver('192.0.2.53')]);
    await run('/ip/dns/set', '=servers=198.51.100.1');
    const [reverted] = await revert(simulator.router, made.stages);
    expect(reverted).toMatchObject({
      failure: {
        code: 'ROUTER_CONFLICT',
        message: expect.stringContaining('servers is 198.51.100.1'),
      },
      rollback: { TotalResources: 1, Removed: 0, Failed: 1, Errors: [expect.any(String)] },
    });
    expect(await rows('/ip/dns')).toMatchObject([{ servers: '198.51.100.1' }]);
  });

  it('that a router does not have are refused', async () => {
    const service = {
      path: '/ip/service',
      attributes: { name: 'gopher', port: '70' },
      critical: true,
    };
    await expect(plan(simulator.router, tag, [service])).rejects.toMatchObject({
      failure: { code: 'WISH_REFUSED', field: '/ip/service' },
    });
  });

  it('of fixed rows are changed and come back', async () => {
    const before = simulator.router.snapshot();
    const service = {
      path: '/ip/service',
      attributes: { name: 'telnet', disabled: 'yes' },
      critical: true,
    };
    const made = await provision([service]);
    expect(await rows('/ip/service', '?name=telnet', '?disabled=true')).toHaveLength(1);
    await revert(simulator.router, made.stages);
    expect(simulator.router.compare(before)).toEqual([]);
  });
});

describe('everything of a tag', () => {
  it('goes without a plan, and nothing else', async () => {
    await provision([vlan(), address, rule({ 'in-interface': 'vlan150' })]);
    const other = 'nnc-provisioned-dc-DC20';
    const theirs = row('/interface/list', { name: 'theirs', comment: other });
    await provision([{ ...theirs, attributes: { name: 'theirs', comment: other } }], other);
    const cleaned = await drive(simulator.router, cleanTag(tag));
    expect(cleaned).toMatchObject({
      failure: null,
      rollback: { TotalResources: 4, Removed: 4, Failed: 0, Errors: [] },
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
