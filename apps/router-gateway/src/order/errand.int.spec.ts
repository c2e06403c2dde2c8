import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Change, Stage } from '@ferrule/router-contracts';
import { type Answer, applyStage, type Dialogue, revertStage } from '@ferrule/router-domain';
import type { Simulator } from '@ferrule/router-simulator-core';
import { RouterOsDriver } from '@ferrule/routeros';
import { leakGuard, until } from '@ferrule/testing';
import { Interrupted } from '../router/interrupted.ts';
import { RouterLink } from '../router/router-link.ts';
import { ROUTER_PASSWORD, routerEntry, startRouter } from '../spec-router.ts';
import { Errand, type ErrandOptions } from './errand.ts';

leakGuard();

const TAG = 'nnc-provisioned-net-1';
const added = (path: string, after: Change['after']): Change => ({
  path,
  before: null,
  after: { ...after, comment: TAG },
  critical: true,
});
/** Two that stand for themselves, and one that needs the first. */
const stage: Stage = {
  phase: 1,
  changes: [
    added('/interface/vlan', { name: 'vlan150', 'vlan-id': '150', interface: 'sfp-sfpplus1' }),
    added('/ip/pool', { name: 'net-1', ranges: '172.16.150.100-172.16.150.200' }),
    added('/ip/address', { address: '172.16.150.1/24', interface: 'vlan150' }),
  ],
};

let simulator: Simulator;
let link: RouterLink;
const linkTo = (changed: { readonly password?: string; readonly replyBytes?: number } = {}) =>
  new RouterLink(
    routerEntry('r1', simulator),
    ({ port }) =>
      new RouterOsDriver({
        host: '127.0.0.1',
        port,
        user: 'ferrule',
        password: ROUTER_PASSWORD,
        connectTimeoutMs: 300,
        patienceMs: 0,
        backoffMs: { first: 5, longest: 20 },
        ...changed,
      }),
    { commandTimeoutMs: 200, breakerChanged: () => undefined },
  );
beforeEach(async () => {
  simulator = await startRouter();
  link = linkTo();
});
afterEach(async () => {
  await link.close();
  await simulator.stop();
});

const never = new AbortController().signal;
const errand = (changed: Partial<ErrandOptions> = {}): Errand =>
  new Errand({
    link,
    notAfter: new Date(Date.now() + 5_000).toISOString(),
    check: () => undefined,
    lost: never,
    stopping: never,
    ...changed,
  });
const apply = (changed?: Partial<ErrandOptions>) => errand(changed).run(() => applyStage(stage));
const within = (ms: number) => ({ notAfter: new Date(Date.now() + ms).toISOString() });

const rowsIn = async (path: string) =>
  (await simulator.router.run([`${path}/print`, `?comment=${TAG}`])).rows;
/** Of each menu, how many rows are ours. */
const ours = () =>
  Promise.all(
    ['/interface/vlan', '/ip/pool', '/ip/address'].map(async (path) => (await rowsIn(path)).length),
  );
const writes = () =>
  simulator.router.journal.entries.filter(({ words }) =>
    /\/(add|set|remove)$/.test(words[0] ?? ''),
  );

describe('a stage', () => {
  it('is applied, and again without a single write', async () => {
    expect(await apply()).toMatchObject({ failure: null });
    expect(await ours()).toEqual([1, 1, 1]);
    const before = writes().length;
    const again = await apply();
    expect(again.reports.map(({ outcome }) => outcome)).toEqual(['already', 'already', 'already']);
    expect(writes()).toHaveLength(before);
  });

  it('is reverted without a trace', async () => {
    const before = simulator.router.snapshot();
    await apply();
    const { rollback, failure } = await errand().run(() => revertStage(stage));
    expect({ rollback, failure }).toMatchObject({
      failure: null,
      rollback: { TotalResources: 3, Removed: 3, Failed: 0, Errors: [] },
    });
    expect(simulator.router.compare(before)).toEqual([]);
  });
});

describe('a router', () => {
  it.each([
    ['answers late', { do: 'late', ms: 320, times: 1 }],
    ['answers late, with everything', { do: 'late', ms: 60 }],
    [
      'answers twice',
      {
        do: 'say',
        sentences: [
          ['!done', '.tag=1'],
          ['!re', '.tag=99', '=a=b'],
        ],
      },
    ],
    [
      'never answers a write that it carried out',
      { do: 'silence', run: true, write: true, times: 1 },
    ],
    ['never answers a write and forgets it', { do: 'silence', write: true, times: 1 }],
    ['never answers a question', { do: 'silence', write: false, nth: 2, times: 1 }],
    ['resets the connection before a write', { do: 'reset', at: 'arrival', write: true, times: 1 }],
    ['resets the connection after a write', { do: 'reset', at: 'done', write: true, times: 1 }],
    ['breaks off in the midst of an answer', { do: 'reset', at: 'reply', write: true, times: 1 }],
    ['ends the connection on a question', { do: 'end', at: 'arrival', write: false, nth: 3 }],
    ['crashes after a write', { do: 'crash', write: true, nth: 2, downMs: 150 }],
    [
      'reboots and loses what it had not answered',
      { do: 'crash', write: true, nth: 1, lose: true },
    ],
  ] as const)('that %s has everything in the end, once', async (_, fault) => {
    simulator.router.save();
    simulator.faults.add(fault);
    expect(await apply()).toMatchObject({ failure: null });
    expect(await ours()).toEqual([1, 1, 1]);
  });

  it('that loses what it had answered is not trusted with more, and is clean after its undo', async () => {
    simulator.router.save();
    const before = simulator.router.snapshot();
    simulator.faults.add({ do: 'reboot', write: true, nth: 3, lose: true });
    const { failure } = await apply();
    expect(failure).toMatchObject({ code: 'ROUTER_CONFLICT', field: '/interface/vlan' });
    expect(await errand().run(() => revertStage(stage))).toMatchObject({ failure: null });
    expect(simulator.router.compare(before)).toEqual([]);
  });

  it('that never answers any write is given up when time is up', async () => {
    simulator.faults.add({ do: 'silence', write: true });
    const { failure } = await apply(within(900));
    expect(['ROUTER_UNREACHABLE', 'DEADLINE_EXCEEDED']).toContain(failure?.code);
    expect(await ours()).toEqual([0, 0, 0]);
  });

  it('that was lost after it was looked at is looked at again before anything is written', async () => {
    const asked: string[] = [];
    const back = Promise.withResolvers<undefined>();
    simulator.router.interceptor = {
      arrived: async (_, [command = '']) => {
        if (command === '/system/identity/print') await back.promise;
        else asked.push(command);
        return 'run' as const;
      },
      executed: (_, [command]) => {
        if (command === '/ip/address/print' && asked.length === 4) link.breaker.trip();
        return 'reply';
      },
    };
    const applied = apply();
    await until(() => link.breaker.isOpen);
    back.resolve(undefined);
    expect(await applied).toMatchObject({ failure: null });
    const verbs = asked.slice(1).map((command) => command.split('/').at(-1));
    expect(verbs.slice(0, 7)).toEqual([...Array<string>(6).fill('print'), 'add']);
  });

  it('that refuses a write is not asked again', async () => {
    simulator.faults.add({
      do: 'refuse',
      path: '/ip/address',
      verb: 'add',
      message: 'failure: no',
    });
    const { failure, reports } = await apply();
    expect(failure).toMatchObject({ code: 'ROUTER_REFUSED', field: '/ip/address' });
    expect(reports.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'failed']);
    expect(simulator.faults.list[0]?.matched).toBe(1);
  });

  it('that is away is waited for, and not asked for more than it takes to see it come', async () => {
    const { port } = simulator;
    await simulator.stop();
    const applied = apply();
    await until(() => link.breaker.isOpen);
    simulator = await startRouter({ port });
    expect(await applied).toMatchObject({ failure: null });
    expect(link.breaker.isOpen).toBe(false);
    expect(simulator.router.connections).toHaveLength(1);
  });

  it('that stays away is unreachable when time is up, and nothing was sent', async () => {
    await simulator.stop();
    const started = performance.now();
    const { failure, reports } = await apply(within(400));
    expect(failure?.code).toBe('ROUTER_UNREACHABLE');
    expect(reports.map(({ outcome }) => outcome)).toEqual(['not_tried', 'not_tried', 'not_tried']);
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});

describe('a router that', () => {
  const anew = async (changed: Parameters<typeof linkTo>[0]) => {
    await link.close();
    link = linkTo(changed);
  };

  it('does not let its gateway in is unreachable, and why is said', async () => {
    await anew({ password: 'of yesterday' });
    const { failure } = await apply(within(400));
    expect(failure).toMatchObject({
      code: 'ROUTER_UNREACHABLE',
      message: expect.stringContaining('invalid user name or password'),
    });
    expect(failure?.message).not.toContain('of yesterday');
  });

  it('says more than anybody can take is asked once', async () => {
    await anew({ replyBytes: 10 });
    await simulator.router.run(['/ip/pool/add', '=name=net-1', '=ranges=192.0.2.1']);
    const { failure } = await apply(within(2_000));
    expect(failure).toMatchObject({ code: 'ROUTER_REFUSED', field: null });
    const asked = simulator.router.journal.entries.flatMap(({ words }) => words[0] ?? []);
    expect(asked.filter((command) => command === '/ip/pool/print')).toHaveLength(1);
  });

  it('cannot be asked such a thing is not waited for', async () => {
    const asking = function* (): Dialogue<{ readonly answer: Answer | undefined }> {
      const [answer] = yield { commands: [{ command: 'no path' }], writes: false };
      return { answer };
    };
    expect(await errand(within(60_000)).run(asking)).toMatchObject({
      answer: { unsent: { code: 'ROUTER_REFUSED' } },
    });
  });
});

describe('an order', () => {
  it('that came too late asks the router nothing at all', async () => {
    const { failure } = await apply(within(-1));
    expect(failure?.code).toBe('DEADLINE_EXCEEDED');
    expect(simulator.router.journal.total).toBe(0);
  });

  it('whose time is up in the midst writes nothing more', async () => {
    // The first batch of writes outlasts it: the address waits for the VLAN.
    simulator.faults.add({ do: 'late', ms: 150, path: '/interface/vlan', verb: 'add' });
    const { failure, reports } = await apply(within(120));
    expect(failure?.code).toBe('DEADLINE_EXCEEDED');
    expect(reports.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'not_tried']);
    expect(await ours()).toEqual([1, 1, 0]);
  });

  it('that is cancelled interrupts the router, and writes nothing more', async () => {
    simulator.faults.add({ do: 'delay', ms: 10_000, path: '/interface/vlan', verb: 'add' });
    const cancelling = new AbortController();
    const applied = apply({ cancelled: cancelling.signal });
    await until(() => writes().length === 2);
    cancelling.abort();
    const { failure } = await applied;
    expect(failure).not.toBeNull();
    expect(simulator.router.journal.entries.map(({ words }) => words[0])).toContain('/cancel');
    expect(await ours()).toEqual([0, 1, 0]);
  });

  it('of a gateway that lost its lease stops at once, without an answer', async () => {
    simulator.faults.add({ do: 'delay', ms: 10_000, path: '/interface/vlan', verb: 'add' });
    const losing = new AbortController();
    const check = (): void => {
      if (losing.signal.aborted) throw new Interrupted('lost');
    };
    const applied = apply({ check, lost: losing.signal });
    await until(() => writes().length === 2);
    losing.abort();
    await expect(applied).rejects.toThrow(Interrupted);
    expect(await ours()).toEqual([0, 1, 0]);
  });

  it('of a gateway that is to end is finished when the router answers, and given back when not', async () => {
    const stopping = AbortSignal.abort();
    expect(await apply({ stopping })).toMatchObject({ failure: null });
    const { port } = simulator;
    await simulator.stop();
    await expect(apply({ stopping })).rejects.toThrow(Interrupted);
    simulator = await startRouter({ port });
  });
});
