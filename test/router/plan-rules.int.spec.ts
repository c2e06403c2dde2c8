import { describe, expect, it } from '@jest/globals';
import { apply, plan, planToRemove, revert } from './plan-ground.ts';
import { provision, rows, rule, run, simulator, tag } from './plan-scene.ts';

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
