import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Bucket } from '@ferrule/lease';
import type { Stage } from '@ferrule/router-contracts';
import type { Simulator } from '@ferrule/router-simulator-core';
import { until, useNats } from '@ferrule/testing';
import { Gateway, holderOf, newJob, orderOf, Sender, writeRouters } from '../spec-rig.ts';
import { routerEntry, startRouter } from '../spec-router.ts';

const nats = useNats();
let directory: string;
let simulator: Simulator;
let sender: Sender;
let leases: Bucket;
let gateways: readonly Gateway[];
/** Who asked for what, in order: by connection. */
let asked: { readonly by: number; readonly command: string }[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  simulator = await startRouter();
  sender = await Sender.on(nats.url);
  leases = new Bucket(sender.connection, { name: 'ROUTER_LEASES' });
  const routersFile = join(directory, 'routers.json');
  await writeRouters(routersFile, [routerEntry('r1', simulator)]);
  const settings = { nats: nats.url, routersFile, leaseTtlMs: 900 };
  gateways = [new Gateway(settings).start(), new Gateway(settings).start()];
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await sender.close();
  await simulator.stop();
  await rm(directory, { recursive: true });
});

/** Two batches of writes: the addresses wait for their VLAN. */
const stageOf = (n: number, comment: string): Stage => {
  const name = `vlan${n}`;
  const addresses = [1, 2, 3].map((host) => ({
    address: `172.16.${n}.${host}/24`,
    interface: name,
  }));
  return {
    phase: 1,
    changes: [
      { path: '/interface/vlan', row: { name, 'vlan-id': String(n), interface: 'sfp-sfpplus1' } },
      ...addresses.map((row) => ({ path: '/ip/address', row })),
    ].map(({ path, row }) => ({ path, before: null, after: { ...row, comment }, critical: true })),
  };
};

/** Runs `then` when the router was asked for the first time to make the VLAN, and has done it. */
const whenWritten = (then: (connection: number) => void): void => {
  asked = [];
  let isDone = false;
  simulator.router.interceptor = {
    arrived: ({ id }, [command = '']) => {
      asked.push({ by: id, command });
      return 'run';
    },
    executed: ({ id }, [command]) => {
      if (command === '/interface/vlan/add' && !isDone) {
        isDone = true;
        then(id);
      }
      return 'reply';
    },
  };
};
const holder = () =>
  until(async () => {
    const pid = await holderOf(leases, 'r1');
    return gateways.find((gateway) => gateway.pid === pid);
  });
const rowsOf = async (comment: string) =>
  Promise.all(
    ['/interface/vlan', '/ip/address'].map(
      async (path) =>
        (await simulator.router.run([`${path}/print`, `?comment=${comment}`])).rows.length,
    ),
  );
const isWrite = ({ command }: { readonly command: string }) => command.endsWith('/add');

describe('a gateway that stands still in the middle of a stage', () => {
  it('has lost its lease when it goes on, writes nothing more, and another one has ended the stage', async () => {
    const first = await holder();
    const jobId = newJob();
    let standing = 0;
    whenWritten((connection) => {
      standing = connection;
      process.kill(first.pid, 'SIGSTOP');
    });
    const order = orderOf(jobId);
    const data = { ...order, index: 0, stage: stageOf(30, order.tag) };
    const id = await sender.send({ type: 'ApplyStage', data });
    try {
      await until(() => sender.answersTo(id).length > 0, { timeout: 15_000 });
    } finally {
      process.kill(first.pid, 'SIGCONT');
    }
    expect(sender.answersTo(id)[0]?.type).toBe('StageApplied');
    expect(await rowsOf(order.tag)).toEqual([1, 3]);
    // Whatever it still had in mind, it has done before it takes up what comes next.
    await Promise.all(gateways.filter((other) => other !== first).map((other) => other.stop()));
    const revert = await sender.ask({ type: 'RevertStage', data });
    expect(revert.type).toBe('StageReverted');
    expect(asked.filter((one) => one.by === standing && isWrite(one))).toHaveLength(1);
    expect(await rowsOf(order.tag)).toEqual([0, 0]);
  }, 40_000);
});
