import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Simulator } from '@ferrule/router-simulator-core';
import { freePort, until, useNats } from '@ferrule/testing';
import { Gateway, Sender, writeRouters } from '../spec-rig.ts';
import { routerEntry, startRouter } from '../spec-router.ts';

const nats = useNats();
let directory: string;
let healthy: Simulator;
let deadPort: number;
let gateway: Gateway;
let sender: Sender;
let http: number;
let routersFile: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  healthy = await startRouter();
  deadPort = await freePort();
  http = await freePort();
  sender = await Sender.on(nats.url);
  routersFile = join(directory, 'routers.json');
  await writeRouters(routersFile, [
    routerEntry('alive', healthy),
    routerEntry('dead', { port: deadPort }),
  ]);
  gateway = new Gateway({
    nats: nats.url,
    routersFile,
    leaseTtlMs: 1_500,
    more: {
      FERRULE_ROUTER_GATEWAY_HTTP_PORT: String(http),
      // Four commands in hand at most.
      FERRULE_ROUTER_GATEWAY_PARALLEL: '2',
    },
  }).start();
});
afterAll(async () => {
  await gateway.stop();
  await sender.close();
  await healthy.stop();
  await rm(directory, { recursive: true });
});

const clean = (router: string, n: number, inMs = 20_000) =>
  sender.send({
    type: 'CleanTag',
    data: {
      datacenter: 'DC1',
      router,
      jobId: `job-${router}-${n}`,
      tag: `nnc-provisioned-${n}`,
      notAfter: new Date(Date.now() + inMs).toISOString(),
    },
  });
const answered = (ids: readonly string[]) =>
  ids.filter((id) => sender.answersTo(id).length > 0).length;
const isReady = async () => {
  const answer = await fetch(`http://127.0.0.1:${http}/health/ready`).catch(() => undefined);
  return answer?.status === 200;
};
const metrics = async () => (await fetch(`http://127.0.0.1:${http}/metrics`)).text();
const consumerOf = async (router: string) => {
  const manager = await sender.connection.manager();
  const info = await manager.consumers.info('CMD_ROUTER_DC1', `router-${router}`);
  return { waiting: info.num_pending, inHand: info.num_ack_pending, again: info.num_redelivered };
};

describe('a dead router', () => {
  const hurried: string[] = [];
  const patient: string[] = [];

  it('holds up nobody else, and not one of its commands is lost or given back', async () => {
    // Their time is not to run while the gateway still starts.
    await until(isReady, { timeout: 30_000 });
    for (let n = 0; n < 4; n += 1) hurried.push(await clean('dead', n, 8_000));
    for (let n = 4; n < 10; n += 1) patient.push(await clean('dead', n));
    await until(async () => (await metrics()).includes('router_breaker_open{router="dead"} 1'));
    const started = performance.now();
    const toAlive = await Promise.all(Array.from({ length: 10 }, (_, n) => clean('alive', n)));
    await until(() => answered(toAlive) === 10);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(answered([...hurried, ...patient])).toBe(0);
    expect(await consumerOf('dead')).toEqual({ waiting: 6, inHand: 4, again: 0 });
    expect(await isReady()).toBe(true);
  });

  it('is told of, once it could not be reached', async () => {
    const probed = await until(() =>
      sender.heard.find(({ type, data }) => type === 'RouterProbed' && data.router === 'dead'),
    );
    expect(probed.data).toMatchObject({ status: 'unreachable', version: null });
  });

  it('is said to be unreachable when the time of a command is up, and gets no other one', async () => {
    await until(() => answered(hurried) === 4);
    for (const id of hurried)
      expect(sender.answersTo(id)[0]?.data).toMatchObject({
        failure: { code: 'ROUTER_UNREACHABLE' },
      });
    await until(async () => (await consumerOf('dead')).inHand === 0);
    expect(await consumerOf('dead')).toEqual({ waiting: 6, inHand: 0, again: 0 });
  });

  it('gets everything that waited when it comes back, each once', async () => {
    const back = await startRouter({ port: deadPort });
    try {
      await until(() => answered(patient) === 6);
      await until(async () => (await metrics()).includes('router_breaker_open{router="dead"} 0'));
      expect(patient.map((id) => sender.answersTo(id).length)).toEqual(patient.map(() => 1));
      await until(async () => (await consumerOf('dead')).inHand === 0);
      expect(await consumerOf('dead')).toEqual({ waiting: 0, inHand: 0, again: 0 });
    } finally {
      await back.stop();
    }
  });
});

describe('the routers file', () => {
  it('brings a router while the gateway runs, changes its address and takes it away', async () => {
    const [first, second] = [await startRouter(), await startRouter()];
    try {
      const alive = routerEntry('alive', healthy);
      await writeRouters(routersFile, [alive, routerEntry('new', first)]);
      const one = await clean('new', 1);
      await until(() => answered([one]) === 1);
      expect(first.router.journal.total).toBeGreaterThan(0);
      await writeRouters(routersFile, [alive, routerEntry('new', second)]);
      await until(() => second.router.journal.total > 0);
      const two = await clean('new', 2);
      await until(() => answered([two]) === 1);
      await until(() => first.router.connections.length === 0);
      await writeRouters(routersFile, [alive]);
      await until(() => second.router.connections.length === 0);
      const three = await clean('new', 3);
      const answer = await until(() => sender.answersTo(three)[0]);
      expect(answer.data).toMatchObject({ failure: { code: 'ROUTER_NOT_FOUND' } });
    } finally {
      await first.stop();
      await second.stop();
    }
  }, 40_000);
});
