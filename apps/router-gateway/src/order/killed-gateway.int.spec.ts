import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Bucket } from '@ferrule/lease';
import type { Attributes, Stage } from '@ferrule/router-contracts';
import type { Simulator } from '@ferrule/router-simulator-core';
import { until, useNats } from '@ferrule/testing';
import { Gateway, holderOf, Sender, writeRouters } from '../spec-rig.ts';
import { routerEntry, startRouter } from '../spec-router.ts';

const nats = useNats();
let directory: string;
let routersFile: string;
let simulator: Simulator;
let sender: Sender;
let leases: Bucket;
/** Always two: one that holds the lease, and one that is there to take it over. */
let gateways: Gateway[];

const another = () => new Gateway({ nats: nats.url, routersFile, leaseTtlMs: 600 }).start();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  simulator = await startRouter();
  sender = await Sender.on(nats.url);
  leases = new Bucket(sender.connection, { name: 'ROUTER_LEASES' });
  routersFile = join(directory, 'routers.json');
  await writeRouters(routersFile, [routerEntry('r1', simulator)]);
  gateways = [another(), another()];
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await sender.close();
  await simulator.stop();
  await rm(directory, { recursive: true });
});

const tagOf = (n: number) => `nnc-provisioned-net-${n}`;
const PATHS = ['/interface/vlan', '/ip/address', '/ip/dns'];
let servers = '';

/** A row, another one that needs it, and a value of the router that was another one. */
const stageOf = (n: number): Stage => {
  const name = `vlan${100 + n}`;
  const change = (path: string, before: Attributes | null, after: Attributes) => ({
    path,
    before,
    after,
    critical: true,
  });
  const comment = tagOf(n);
  return {
    phase: 1,
    changes: [
      change('/interface/vlan', null, {
        name,
        'vlan-id': String(100 + n),
        interface: 'sfp-sfpplus1',
        comment,
      }),
      change('/ip/address', null, { address: `172.16.${n}.1/24`, interface: name, comment }),
      change('/ip/dns', { servers }, { servers: `192.0.2.${n}` }),
    ],
  };
};
const orderOf = (n: number) => ({
  datacenter: 'DC1',
  router: 'r1',
  jobId: `job-${n}`,
  tag: tagOf(n),
  notAfter: new Date(Date.now() + 20_000).toISOString(),
  index: 0,
  stage: stageOf(n),
});

const run = async (...words: string[]) => (await simulator.router.run(words)).rows;
/** What of the stage is on the router: rows with its tag, and whether its value is there. */
const found = async (n: number) => {
  const tagged = (path: string) => run(`${path}/print`, `?comment=${tagOf(n)}`);
  const [dns] = await run('/ip/dns/print');
  return [
    (await tagged('/interface/vlan')).length,
    (await tagged('/ip/address')).length,
    dns?.['servers'] === `192.0.2.${n}` ? 1 : 0,
  ];
};

/** Counts the commands of stages, and ends a process in the midst of one. */
const watch = (at = Infinity, gateway?: Gateway, verdict: 'run' | 'drop' = 'run') => {
  const asked: string[] = [];
  simulator.router.interceptor = {
    arrived: (_, [command = '']) => {
      if (!PATHS.some((path) => command.startsWith(`${path}/`))) return 'run';
      asked.push(command);
      if (asked.length !== at) return 'run';
      gateway?.kill();
      return verdict;
    },
  };
  return asked;
};

const holder = () =>
  until(async () => {
    const pid = await holderOf(leases, 'r1');
    return gateways.find((gateway) => gateway.pid === pid && gateway.isRunning);
  });
const answer = (id: string) => until(() => sender.answersTo(id).at(-1), { timeout: 15_000 });

/** An apply whose gateway is killed at a command; another process is there to go on. */
const killedAt = async (n: number, command: number, verdict: 'run' | 'drop') => {
  const victim = await holder();
  watch(command, victim, verdict);
  const apply = await sender.send({ type: 'ApplyStage', data: orderOf(n) });
  await until(() => !victim.isRunning);
  gateways = [...gateways.filter((gateway) => gateway !== victim), another()];
  return apply;
};

/** Three that look, two that write and one that depends on it, and three that read back. */
const COMMANDS = 9;
const points = Array.from({ length: COMMANDS }, (_, index) => index + 1);

describe('a gateway that is killed', () => {
  it('not at all asks this much of the router', async () => {
    const asked = watch();
    const id = await sender.send({ type: 'ApplyStage', data: orderOf(0) });
    expect((await answer(id)).type).toBe('StageApplied');
    servers = '192.0.2.0';
    expect(asked.map((command) => command.split('/').at(-1))).toEqual([
      ...['print', 'print', 'print'],
      ...['add', 'set', 'add'],
      ...['print', 'print', 'print'],
    ]);
  }, 15_000);

  it.each(points)(
    'at command %i of 9, which the router carries out, leaves the stage to another one, applied once',
    async (command) => {
      const n = command;
      const id = await killedAt(n, command, 'run');
      expect((await answer(id)).type).toBe('StageApplied');
      expect(await found(n)).toEqual([1, 1, 1]);
      servers = `192.0.2.${n}`;
    },
    20_000,
  );

  it.each([4, 5, 6])(
    'at command %i of 9, which never arrives, leaves a stage that its undo takes back whole',
    async (command) => {
      const n = 10 + command;
      const before = simulator.router.snapshot();
      const apply = await killedAt(n, command, 'drop');
      const undo = await sender.send({ type: 'RevertStage', data: orderOf(n) });
      expect((await answer(undo)).type).toBe('StageReverted');
      // In whatever order the two were carried out.
      await answer(apply);
      expect(simulator.router.compare(before)).toEqual([]);
    },
    20_000,
  );
});
