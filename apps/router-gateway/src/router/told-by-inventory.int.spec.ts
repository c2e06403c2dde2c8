import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RouterEntry } from '@ferrule/inventory-contracts';
import { QueryClient } from '@ferrule/messaging';
import { type Probe, routerQuerySubject } from '@ferrule/router-contracts';
import { type Simulator, startSimulator } from '@ferrule/router-simulator-core';
import { freePort, until, useNats } from '@ferrule/testing';
import { Gateway, newJob, orderOf, PROFILE, routerOfSimulator, Sender, tell } from '../spec-rig.ts';

const nats = useNats();
let simulators: readonly Simulator[] = [];
let gateway: Gateway;
let sender: Sender;
let http: number;

beforeAll(async () => {
  simulators = [await startSimulator(), await startSimulator()];
  sender = await Sender.on(nats.url);
  http = await freePort();
  const more = {
    FERRULE_ROUTER_GATEWAY_HTTP_PORT: String(http),
    FERRULE_ROUTER_GATEWAY_PROBE_EVERY: '100ms',
  };
  gateway = new Gateway({ nats: nats.url, leaseTtlMs: 3_000, more }).start();
});
afterAll(async () => {
  expect(await gateway.stop()).toBe(0);
  await sender.close();
  await Promise.all(simulators.map((simulator) => simulator.stop()));
});

const said = async (at: number, changed: Partial<RouterEntry> = {}): Promise<void> => {
  const [simulator] = simulators.slice(at);
  if (simulator === undefined) throw new Error(`there is no simulator ${at}`);
  await tell(sender.connection, {
    routers: [{ ...routerOfSimulator('r1', simulator), ...changed }],
  });
};
const clean = () => sender.send({ type: 'CleanTag', data: orderOf(newJob()) });
const commandsTo = (at: number): number => simulators[at]?.router.journal.total ?? 0;
const probes = () => sender.heard.filter(({ type }) => type === 'RouterProbed').length;
const metrics = async () => (await fetch(`http://127.0.0.1:${http}/metrics`)).text();
const probe = () =>
  new QueryClient(sender.connection).ask<Probe>(
    routerQuerySubject({ datacenter: 'DC1', router: 'r1' }, 'probe'),
    {},
  );

describe('a gateway that is told by the inventory', () => {
  it('waits for what it says, and then does what waited', async () => {
    const early = await clean();
    await until(() => gateway.log.includes('bucket inventory_DC1 cannot be read'), {
      timeout: 20_000,
    });
    expect(sender.answersTo(early)).toEqual([]);
    await said(0);
    await tell(sender.connection, { datacenter: PROFILE, routers: [] });
    expect(await sender.answer(early)).toMatchObject({ type: 'TagCleaned' });
  }, 40_000);

  it('goes to another address within a second', async () => {
    const before = commandsTo(1);
    await said(1);
    await until(() => commandsTo(1) > before, { timeout: 1_000 });
    expect(await probe()).toMatchObject({ status: 'reachable' });
  });

  it('holds the commands of a router in maintenance, looks at it, and goes on afterwards', async () => {
    await said(1, { status: 'maintenance' });
    await until(async () => (await metrics()).includes('router_held_back{router="r1"} 1'));
    const held = await clean();
    const seen = probes();
    await until(() => probes() > seen + 3);
    expect(await probe()).toMatchObject({ status: 'reachable' });
    expect(sender.answersTo(held)).toEqual([]);
    await said(1);
    expect(await sender.answer(held)).toMatchObject({
      type: 'TagCleaned',
      data: { failure: null },
    });
  });

  it('begins with a router in maintenance as it goes on with one', async () => {
    await said(1, { status: 'maintenance' });
    await gateway.stop();
    const held = await clean();
    const seen = probes();
    gateway.start();
    await until(() => probes() > seen + 3, { timeout: 20_000 });
    expect(sender.answersTo(held)).toEqual([]);
    await said(1);
    expect(await sender.answer(held)).toMatchObject({
      type: 'TagCleaned',
      data: { failure: null },
    });
  }, 40_000);

  it('answers for a retired router that it is not known any more', async () => {
    await said(1, { status: 'retired', password: '' });
    await until(async () => (await probe().catch(() => 'refused')) === 'refused');
    const answer = await sender.answer(await clean());
    expect(answer).toMatchObject({
      type: 'TagCleaned',
      data: { failure: { code: 'ROUTER_NOT_FOUND' } },
    });
  }, 20_000);
});
