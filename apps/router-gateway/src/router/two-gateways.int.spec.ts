import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Bucket } from '@ferrule/lease';
import type { Simulator } from '@ferrule/router-simulator-core';
import { until, useNats } from '@ferrule/testing';
import { Gateway, holderOf, Sender, writeRouters } from '../spec-rig.ts';
import { routerEntry, startRouter } from '../spec-router.ts';

const nats = useNats();
const TTL = 900;
let directory: string;
let simulator: Simulator;
let sender: Sender;
let leases: Bucket;
let gateways: Gateway[];
/** Who asked the router to change something, in order: by connection. */
let writers: number[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  writers = [];
  simulator = await startRouter({
    interceptor: {
      arrived: ({ id }, [command = '']) => {
        if (command === '/ip/pool/add') writers.push(id);
        return 'run';
      },
    },
  });
  sender = await Sender.on(nats.url);
  leases = new Bucket(sender.connection, { name: 'ROUTER_LEASES' });
  const routersFile = join(directory, 'routers.json');
  await writeRouters(routersFile, [routerEntry('r1', simulator)]);
  const settings = { nats: nats.url, routersFile, leaseTtlMs: TTL };
  gateways = [new Gateway(settings).start(), new Gateway(settings).start()];
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await sender.close();
  await simulator.stop();
  await rm(directory, { recursive: true });
});

let count = 0;
/** A command that adds one row, and nothing when it comes twice. */
const send = () => {
  const n = (count += 1);
  return sender.send({
    type: 'ApplyStage',
    data: {
      datacenter: 'DC1',
      router: 'r1',
      jobId: `job-${n}`,
      tag: `nnc-provisioned-${n}`,
      notAfter: new Date(Date.now() + 30_000).toISOString(),
      index: 0,
      stage: {
        phase: 3,
        changes: [
          {
            path: '/ip/pool',
            before: null,
            after: {
              name: `pool-${n}`,
              ranges: `10.0.${n}.1-10.0.${n}.9`,
              comment: `nnc-provisioned-${n}`,
            },
            critical: true,
          },
        ],
      },
    },
  });
};
const answered = (ids: readonly string[]) =>
  until(() => ids.every((id) => sender.answersTo(id).length > 0), { timeout: 20_000 });
const pools = async () => (await simulator.router.run(['/ip/pool/print'])).rows.length;
/** Writers as they took turns: `[1, 2]` when the second went on after the first, for good. */
const turns = () => writers.filter((id, at) => writers[at - 1] !== id);

describe('two gateways', () => {
  it('never write to one router in turns: one does, and the other waits', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, send));
    await answered(ids);
    expect(turns()).toHaveLength(1);
    expect(await pools()).toBe(40);
  }, 30_000);

  it('go on where the other one ended, when it is killed in the midst of its work', async () => {
    writers = [];
    const first = Promise.all(Array.from({ length: 40 }, send));
    await until(() => writers.length >= 5, { every: 1 });
    const pid = await holderOf(leases, 'r1');
    gateways.find((gateway) => gateway.pid === pid)?.kill();
    await answered([...(await first), await send()]);
    expect(turns()).toHaveLength(2);
    expect(await pools()).toBe(81);
    expect(await holderOf(leases, 'r1')).not.toBe(pid);
  }, 30_000);

  it('hand over at once when one of them ends in good order', async () => {
    const pid = await holderOf(leases, 'r1');
    const holder = gateways.find((gateway) => gateway.pid === pid);
    const dead = gateways.find((gateway) => !gateway.isRunning);
    dead?.start();
    await answered([await send()]);
    expect(await holder?.stop()).toBe(0);
    await until(async () => (await holderOf(leases, 'r1')) === dead?.pid, { timeout: 15_000 });
    await answered([await send()]);
    holder?.start();
  }, 40_000);

  it('notice that the bucket of their leases was wiped, and only one takes it anew', async () => {
    const before = await leases.madeAt();
    writers = [];
    const ids = [await send()];
    await answered(ids);
    const manager = await sender.connection.manager();
    const working = setInterval(() => void send().then((id) => ids.push(id)), 20);
    try {
      await manager.streams.delete('KV_ROUTER_LEASES');
      await until(async () => (await leases.madeAt()) !== before, { timeout: 15_000 });
      const noted = ids.length;
      await until(() => ids.length > noted + 20);
    } finally {
      clearInterval(working);
    }
    await answered(ids);
    expect(turns().length).toBeLessThanOrEqual(2);
    expect(new Set(turns()).size).toBe(turns().length);
    expect(await pools()).toBe(count);
  }, 60_000);

  it('go on when the bus comes back without anything of what it held', async () => {
    await nats.server.wipeStore();
    await sender.connection.whenConnected(10_000);
    await sender.prepare();
    await answered([await send()]);
    expect(await pools()).toBe(count);
  }, 60_000);
});
