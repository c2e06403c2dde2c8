import { describe, expect, it } from '@jest/globals';
import { apply, plan, revert } from './plan-ground.ts';
import { address, comment, provision, row, rows, run, simulator, tag, vlan } from './plan-scene.ts';

describe('a row that is there already', () => {
  it.each([
    ['has no comment', [], 'it has no comment'],
    ['has the tag of another', ['=comment=nnc-provisioned-dc-DC1'], 'the tag of another'],
    ['has a tag that ours is a beginning of', [`=comment=${tag}0`], 'the tag of another'],
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
