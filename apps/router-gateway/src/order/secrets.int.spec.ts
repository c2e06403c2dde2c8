import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QueryClient } from '@ferrule/messaging';
import { routerQuerySubject } from '@ferrule/router-contracts';
import { type Simulator, Trap } from '@ferrule/router-simulator-core';
import { freePort, useNats } from '@ferrule/testing';
import { BASE, Job } from '../spec-job.ts';
import { Gateway, keys, Sender, writeRouters } from '../spec-rig.ts';
import {
  DC1_WITH_PEERS,
  PEER_KEY,
  ROUTER_PASSWORD,
  routerEntry,
  startRouter,
} from '../spec-router.ts';

const OUTDATED = 'hunter22 of yesterday';

const nats = useNats();
let directory: string;
let simulator: Simulator;
let gateway: Gateway;
let sender: Sender;
let port: number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  simulator = await startRouter();
  sender = await Sender.on(nats.url);
  port = await freePort();
  const routersFile = join(directory, 'routers.json');
  const password = keys.seal(OUTDATED, 'router/locked/password');
  await writeRouters(
    routersFile,
    [routerEntry('r1', simulator), routerEntry('locked', simulator, { password })],
    [DC1_WITH_PEERS],
  );
  gateway = new Gateway({
    nats: nats.url,
    routersFile,
    leaseTtlMs: 1_500,
    more: {
      FERRULE_ROUTER_GATEWAY_HTTP_PORT: String(port),
      FERRULE_TELEMETRY_SPANS_FILE: join(directory, 'spans.ndjson'),
    },
  }).start();
});
afterAll(async () => {
  await sender.close();
  await simulator.stop();
  await rm(directory, { recursive: true });
});

describe('the secrets of routers', () => {
  it('are in no answer, no event, no log, no span and no metric, also when routers repeat or refuse them', async () => {
    const wish = { kind: 'datacenter' } as const;
    simulator.router.interceptor = {
      arrived: (_, words) =>
        words.includes(`=tcp-md5-key=${PEER_KEY}`)
          ? new Trap(`failure: ${PEER_KEY} is no key`)
          : 'run',
    };
    const failing = new Job(sender, { tag: BASE });
    expect(await failing.carryOut(wish)).toMatchObject({
      type: 'StageFailed',
      data: { failure: { code: 'ROUTER_REFUSED', message: expect.stringContaining('is no key') } },
    });
    await failing.undo();
    simulator.router.interceptor = undefined;
    const locked = new Job(sender, { tag: BASE, router: 'locked', inMs: 2_000 });
    expect(await locked.ask(wish)).toMatchObject({
      type: 'PlanRefused',
      data: {
        failure: { code: 'ROUTER_UNREACHABLE', message: expect.stringContaining('password') },
      },
    });
    expect((await new Job(sender, { tag: BASE }).carryOut(wish)).type).toBe('StageApplied');

    const client = new QueryClient(sender.connection);
    const r1 = { datacenter: 'DC1', router: 'r1' };
    const answers = [
      await client.ask(routerQuerySubject(r1, 'preview'), { tag: BASE, wish: null }, 10_000),
      await client.ask(routerQuerySubject(r1, 'read'), { path: '/routing/bgp/connection' }, 5_000),
      await client.ask(routerQuerySubject({ ...r1, router: 'locked' }, 'probe'), {}, 5_000),
    ];
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    await gateway.stop();
    const said = [
      ...sender.heard.map((heard) => JSON.stringify(heard)),
      JSON.stringify(answers),
      metrics,
      gateway.log,
      await readFile(join(directory, 'spans.ndjson'), 'utf8'),
    ];
    expect(said.every((text) => text.length > 0)).toBe(true);
    expect(said.join('\n')).toContain('"tcp-md5-key":"sealed:v1:spec:');
    for (const secret of [PEER_KEY, ROUTER_PASSWORD, OUTDATED])
      expect(said.filter((text) => text.includes(secret))).toEqual([]);
  }, 40_000);
});
