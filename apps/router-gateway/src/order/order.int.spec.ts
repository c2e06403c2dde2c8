import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeEnvelope } from '@ferrule/messaging';
import {
  type NetworkWish,
  type Plan,
  type RouterCommandMessage,
  routerCommandSubject,
} from '@ferrule/router-contracts';
import type { Simulator } from '@ferrule/router-simulator-core';
import { readSpans } from '@ferrule/telemetry';
import { until, useNats } from '@ferrule/testing';
import {
  DC1,
  Gateway,
  keys,
  newJob,
  orderOf,
  Sender,
  vlanStage,
  writeRouters,
} from '../spec-rig.ts';
import { routerEntry, startRouter } from '../spec-router.ts';

const nats = useNats();
let directory: string;
let simulator: Simulator;
let gateway: Gateway;
let sender: Sender;

const bgp = {
  as: 65001,
  routerId: '10.255.1.1',
  peers: [
    {
      name: 'dc2',
      address: '10.255.255.2',
      as: 65001,
      md5Key: keys.seal('correct horse', 'datacenter/DC1/bgp/dc2'),
    },
  ],
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  simulator = await startRouter();
  sender = await Sender.on(nats.url);
  const routersFile = join(directory, 'routers.json');
  await writeRouters(routersFile, [routerEntry('r1', simulator)], [{ ...DC1, bgp }]);
  gateway = new Gateway({
    nats: nats.url,
    routersFile,
    leaseTtlMs: 1_500,
    more: {
      FERRULE_TELEMETRY_SPANS_FILE: join(directory, 'spans.ndjson'),
    },
  }).start();
});
afterEach(() => simulator.faults.clear());
afterAll(async () => {
  expect(await gateway.stop()).toBe(0);
  await sender.close();
  await simulator.stop();
  await rm(directory, { recursive: true });
});

const vlans = async () =>
  (await simulator.router.run(['/interface/vlan/print'])).rows.map(({ name }) => name);

const planned = async (jobId: string, tag: string, wish: object | null): Promise<Plan> => {
  const data = { ...orderOf(jobId, { tag }), wish } as never;
  const answer = await sender.ask({ type: 'PlanChanges', data });
  if (answer.type !== 'ChangesPlanned') throw new Error(JSON.stringify(answer));
  return answer.data.plan;
};
const applied = async (jobId: string, tag: string, { stages }: Plan): Promise<string[]> => {
  const answers: string[] = [];
  for (const [index, stage] of stages.entries()) {
    const data = { ...orderOf(jobId, { tag }), index, stage };
    const command: RouterCommandMessage =
      stage.phase === 'activation'
        ? { type: 'ActivateNetwork', data: { ...data, verify: stages.slice(0, index) } }
        : { type: 'ApplyStage', data };
    answers.push((await sender.ask(command)).type);
  }
  return answers;
};

const wish: NetworkWish = {
  networkId: 'net-1',
  vlanId: 150,
  subnet: '172.16.150.0/24',
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
  dnsServers: [],
  dnsDomain: null,
  leaseSeconds: 3600,
  dhcpOptions: [],
  firewallProfile: 'standard',
  nat: true,
  vrf: null,
  routes: [],
  bgpEnabled: true,
  dnsRecords: [],
  ipv6: null,
  mtu: 1500,
};

describe('a network', () => {
  it('is planned, applied, activated and reverted, and leaves no trace; nor do its secrets', async () => {
    const [prepare, provision] = [newJob(), newJob()];
    const [ofDc, ofNet] = ['nnc-provisioned-dc-DC1', 'nnc-provisioned-net-1'];
    const factory = simulator.router.snapshot();
    const base = await planned(prepare, ofDc, { kind: 'datacenter' });
    const ends = await applied(prepare, ofDc, base);
    expect(new Set(ends)).toEqual(new Set(['StageApplied']));
    const before = simulator.router.snapshot();
    const plan = await planned(provision, ofNet, { kind: 'network', network: wish });
    expect((await applied(provision, ofNet, plan)).at(-1)).toBe('NetworkActivated');
    expect(await planned(provision, ofNet, { kind: 'network', network: wish })).toMatchObject({
      stages: [],
    });
    const undone = async (jobId: string, tag: string, { stages }: Plan) => {
      for (const [index, stage] of [...stages.entries()].reverse())
        expect(
          await sender.ask({
            type: 'RevertStage',
            data: { ...orderOf(jobId, { tag }), index, stage },
          }),
        ).toMatchObject({ type: 'StageReverted', data: { index, rollback: { Failed: 0 } } });
    };
    await undone(provision, ofNet, plan);
    expect(simulator.router.compare(before)).toEqual([]);
    const [peer] = (await simulator.router.run(['/routing/bgp/connection/print'])).rows;
    expect(peer?.['tcp-md5-key']).toBe('correct horse');
    await undone(prepare, ofDc, base);
    expect(simulator.router.compare(factory)).toEqual([]);
    const said = sender.heard.map(({ envelope }) => envelope.body).join('\n');
    expect(said).toContain('"tcp-md5-key":"sealed:v1:spec:');
    expect(said + gateway.log).not.toContain('correct horse');
  }, 30_000);

  it('whose tag is removed is gone, whoever made it', async () => {
    const jobId = newJob();
    await sender.ask({
      type: 'ApplyStage',
      data: { ...orderOf(jobId), index: 0, stage: vlanStage(7, jobId) },
    });
    expect(await vlans()).toContain('vlan7');
    expect(await sender.ask({ type: 'CleanTag', data: orderOf(jobId) })).toMatchObject({
      type: 'TagCleaned',
      data: { rollback: { Failed: 0, Errors: [] }, failure: null },
    });
    expect(await vlans()).not.toContain('vlan7');
  });
});

describe('an apply', () => {
  it('that comes after its undo writes nothing, and a later attempt does', async () => {
    const jobId = newJob();
    const data = { ...orderOf(jobId), index: 0, stage: vlanStage(9, jobId) };
    const sentAt = new Date(Date.now() - 1_000);
    expect((await sender.ask({ type: 'RevertStage', data })).type).toBe('StageReverted');
    expect(await sender.ask({ type: 'ApplyStage', data }, sentAt)).toMatchObject({
      type: 'StageFailed',
      data: { failure: { code: 'CANCELLED', message: `stage 0 of ${jobId} was reverted` } },
    });
    expect(await vlans()).not.toContain('vlan9');
    expect((await sender.ask({ type: 'ApplyStage', data })).type).toBe('StageApplied');
    expect((await sender.ask({ type: 'RevertStage', data })).type).toBe('StageReverted');
  });

  it('that is cancelled while it runs interrupts the router and says so', async () => {
    const jobId = newJob();
    simulator.faults.add({ do: 'delay', ms: 10_000, path: '/interface/vlan', verb: 'add' });
    const data = { ...orderOf(jobId), index: 0, stage: vlanStage(10, jobId) };
    const id = await sender.send({ type: 'ApplyStage', data });
    await until(() => simulator.faults.list[0]?.matched === 1);
    const noted = await sender.ask({ type: 'CancelStage', data: orderOf(jobId) });
    expect(noted).toMatchObject({ type: 'CancellationNoted', data: { failure: null } });
    expect(await sender.answer(id)).toMatchObject({
      type: 'StageFailed',
      data: { failure: { code: 'CANCELLED' } },
    });
    expect(await vlans()).not.toContain('vlan10');
  });

  it('that was sent before the cancellation and comes after it writes nothing', async () => {
    const jobId = newJob();
    const sentAt = new Date(Date.now() - 1_000);
    await sender.ask({ type: 'CancelStage', data: orderOf(jobId) });
    const data = { ...orderOf(jobId), index: 0, stage: vlanStage(11, jobId) };
    expect(await sender.ask({ type: 'ApplyStage', data }, sentAt)).toMatchObject({
      data: { failure: { code: 'CANCELLED', message: `stage 0 of ${jobId} was cancelled` } },
    });
    expect(await vlans()).not.toContain('vlan11');
  });
});

describe('commands', () => {
  it('of one job are carried out in their order, those of others beside them', async () => {
    simulator.faults.add({ do: 'late', ms: 100, path: '/interface/vlan' });
    const [one, other] = [newJob(), newJob()];
    const from = sender.heard.length;
    for (const [jobId, id] of [
      [one, 21],
      [one, 22],
      [one, 23],
      [other, 24],
    ] as const)
      await sender.send({
        type: 'ApplyStage',
        data: { ...orderOf(jobId), index: id, stage: vlanStage(id, jobId) },
      });
    const answers = () =>
      sender.heard.slice(from).flatMap(({ type, data }) => (type === 'StageApplied' ? data : []));
    await until(() => answers().length === 4);
    const indexes = answers().map(({ index }) => index);
    expect(indexes.filter((index) => index < 24)).toEqual([21, 22, 23]);
    expect(indexes.indexOf(24)).toBeLessThan(2);
  });

  it('leave one trace each, from the message to the last word to the router', async () => {
    const jobId = newJob();
    const traceId = randomUUID().replaceAll('-', '');
    const id = randomUUID();
    const { nats: client } = sender.connection;
    const headers = encodeEnvelope({
      id,
      type: 'ApplyStage',
      schemaVersion: 1,
      source: 'provisioning',
      time: new Date().toISOString(),
      meta: {
        correlationId: jobId,
        actor: 'a',
        tenant: 't',
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      },
      body: '',
    });
    const data = { ...orderOf(jobId), index: 0, stage: vlanStage(30, jobId) };
    const subject = routerCommandSubject(data, 'ApplyStage');
    client.publish(subject, JSON.stringify(data), { headers });
    const { envelope } = await sender.answer(id);
    expect(envelope.meta.traceparent).toContain(traceId);
    const names = await until(async () => {
      const spans = await readSpans(join(directory, 'spans.ndjson'), traceId);
      const told = spans.map(({ name }) => name);
      return told.includes('process ApplyStage') && told;
    });
    expect(names).toEqual(
      expect.arrayContaining([
        'routeros /interface/vlan/print',
        'routeros /interface/vlan/add',
        'send StageApplied',
      ]),
    );
  });
});
