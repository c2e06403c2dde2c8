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
  type RouterCommandType,
  routerCommandSubject,
  type Stage,
} from '@ferrule/router-contracts';
import { type Simulator, startSimulator } from '@ferrule/router-simulator-core';
import { readSpans } from '@ferrule/telemetry';
import { freePort, until, useNats } from '@ferrule/testing';
import {
  DC1,
  Gateway,
  type Heard,
  keys,
  routerOfSimulator,
  Sender,
  writeRouters,
} from '../spec-rig.ts';
import { answerIdOf } from './answers.ts';

const nats = useNats();
let directory: string;
let simulator: Simulator;
let gateway: Gateway;
let sender: Sender;
let port: number;

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
  simulator = await startSimulator();
  sender = await Sender.on(nats.url);
  port = await freePort();
  const routersFile = join(directory, 'routers.json');
  await writeRouters(routersFile, [routerOfSimulator('r1', simulator)], [{ ...DC1, bgp }]);
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
afterEach(() => simulator.faults.clear());
afterAll(async () => {
  expect(await gateway.stop()).toBe(0);
  await sender.close();
  await simulator.stop();
  await rm(directory, { recursive: true });
});

const newJob = () => `job-${randomUUID().slice(0, 8)}`;
const order = (jobId: string, changed: { tag?: string; inMs?: number } = {}) => ({
  datacenter: 'DC1',
  router: 'r1',
  jobId,
  tag: changed.tag ?? `nnc-provisioned-${jobId}`,
  notAfter: new Date(Date.now() + (changed.inMs ?? 15_000)).toISOString(),
});
const answerTo = async (id: string): Promise<Heard> => {
  const [answer] = await until(() => {
    const answers = sender.answersTo(id);
    return answers.length > 0 && answers;
  });
  if (answer === undefined) throw new Error('no answer');
  return answer;
};
const ask = async (command: RouterCommandMessage, at?: Date): Promise<Heard> =>
  answerTo(await sender.send(command, at && { at }));

const vlan = (id: number, jobId: string): Stage => ({
  phase: 1,
  changes: [
    {
      path: '/interface/vlan',
      before: null,
      after: {
        name: `vlan${id}`,
        'vlan-id': String(id),
        interface: 'sfp-sfpplus1',
        comment: `nnc-provisioned-${jobId}`,
      },
      critical: true,
    },
  ],
});
const vlans = async () =>
  (await simulator.router.run(['/interface/vlan/print'])).rows.map(({ name }) => name);

const planned = async (jobId: string, tag: string, wish: object | null): Promise<Plan> => {
  const data = { ...order(jobId, { tag }), wish } as never;
  const answer = await ask({ type: 'PlanChanges', data });
  if (answer.type !== 'ChangesPlanned') throw new Error(JSON.stringify(answer));
  return answer.data.plan;
};
const applied = async (jobId: string, tag: string, { stages }: Plan): Promise<string[]> => {
  const answers: string[] = [];
  for (const [index, stage] of stages.entries()) {
    const data = { ...order(jobId, { tag }), index, stage };
    const command: RouterCommandMessage =
      stage.phase === 'activation'
        ? { type: 'ActivateNetwork', data: { ...data, verify: stages.slice(0, index) } }
        : { type: 'ApplyStage', data };
    answers.push((await ask(command)).type);
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
          await ask({ type: 'RevertStage', data: { ...order(jobId, { tag }), index, stage } }),
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
    await ask({ type: 'ApplyStage', data: { ...order(jobId), index: 0, stage: vlan(7, jobId) } });
    expect(await vlans()).toContain('vlan7');
    expect(await ask({ type: 'CleanTag', data: order(jobId) })).toMatchObject({
      type: 'TagCleaned',
      data: { rollback: { Failed: 0, Errors: [] }, failure: null },
    });
    expect(await vlans()).not.toContain('vlan7');
  });
});

describe('an answer', () => {
  it('says whose it is, and has the id that every repeat of it will have', async () => {
    const id = await sender.send({ type: 'CleanTag', data: order('job-ids') });
    const { envelope } = await answerTo(id);
    expect(envelope).toMatchObject({
      id: answerIdOf(id),
      source: 'router-gateway',
      subject: 'router-r1',
      meta: { causationId: id, correlationId: 'job-ids', actor: 'operator:ann', tenant: 'acme' },
    });
    expect(envelope.sequence).toBeUndefined();
  });

  const empty: Stage = { phase: 1, changes: [] };
  it.each<[RouterCommandType, string, object]>([
    ['PlanChanges', 'PlanRefused', { wish: null }],
    ['ApplyStage', 'StageFailed', { index: 0, stage: empty }],
    ['ActivateNetwork', 'ActivationFailed', { index: 0, stage: empty, verify: [] }],
    ['RevertStage', 'RevertIncomplete', { index: 0, stage: empty }],
    ['CancelStage', 'CancellationNoted', {}],
    ['CleanTag', 'TagCleaned', {}],
  ])('to a %s that is none is %s, with the field that is wrong', async (type, refusal, more) => {
    const id = randomUUID();
    const body = JSON.stringify({ ...order('job-bad'), ...more, notAfter: 'soon' });
    const subject = routerCommandSubject({ datacenter: 'DC1', router: 'r1' }, type);
    await sender.publish(subject, type, id, { body, jobId: 'job-bad' });
    expect(await answerTo(id)).toMatchObject({
      type: refusal,
      data: { jobId: 'job-bad', failure: { code: 'WISH_REFUSED', field: 'notAfter' } },
    });
  });

  it('is given to a message of which nothing can be read but its id', async () => {
    const headers = encodeEnvelope({
      id: 'unreadable-1',
      type: 'ApplyStage',
      schemaVersion: 1,
      source: 'provisioning',
      time: new Date().toISOString(),
      meta: { correlationId: 'job-x', actor: 'a', tenant: 't' },
      body: '',
    });
    headers.delete('ce-type');
    const subject = routerCommandSubject({ datacenter: 'DC1', router: 'r1' }, 'ApplyStage');
    await sender.connection.jetstream.publish(subject, '{}', { headers });
    expect(await answerTo('unreadable-1')).toMatchObject({
      type: 'StageFailed',
      data: { jobId: 'job-x', index: -1, failure: { message: 'ce-type is required' } },
    });
  });

  it('is that there is no such router, where there is none', async () => {
    const data = { ...order(newJob()), router: 'nobody', wish: null };
    expect(await ask({ type: 'PlanChanges', data })).toMatchObject({
      type: 'PlanRefused',
      data: { router: 'nobody', failure: { code: 'ROUTER_NOT_FOUND' } },
    });
  }, 15_000);

  it('is that it is too late, without a word to the router', async () => {
    const jobId = newJob();
    const before = simulator.router.journal.total;
    const data = { ...order(jobId, { inMs: -1 }), index: 0, stage: vlan(8, jobId) };
    expect(await ask({ type: 'ApplyStage', data })).toMatchObject({
      type: 'StageFailed',
      data: {
        index: 0,
        failure: { code: 'DEADLINE_EXCEEDED' },
        reports: [{ outcome: 'not_tried' }],
      },
    });
    expect(simulator.router.journal.total).toBe(before);
  });
});

describe('an apply', () => {
  it('that comes after its undo writes nothing, and a later attempt does', async () => {
    const jobId = newJob();
    const data = { ...order(jobId), index: 0, stage: vlan(9, jobId) };
    const sentAt = new Date(Date.now() - 1_000);
    expect((await ask({ type: 'RevertStage', data })).type).toBe('StageReverted');
    expect(await ask({ type: 'ApplyStage', data }, sentAt)).toMatchObject({
      type: 'StageFailed',
      data: { failure: { code: 'CANCELLED', message: `stage 0 of ${jobId} was reverted` } },
    });
    expect(await vlans()).not.toContain('vlan9');
    expect((await ask({ type: 'ApplyStage', data })).type).toBe('StageApplied');
    expect((await ask({ type: 'RevertStage', data })).type).toBe('StageReverted');
  });

  it('that is cancelled while it runs interrupts the router and says so', async () => {
    const jobId = newJob();
    simulator.faults.add({ do: 'delay', ms: 10_000, path: '/interface/vlan', verb: 'add' });
    const data = { ...order(jobId), index: 0, stage: vlan(10, jobId) };
    const id = await sender.send({ type: 'ApplyStage', data });
    await until(() => simulator.faults.list[0]?.matched === 1);
    const noted = await ask({ type: 'CancelStage', data: order(jobId) });
    expect(noted).toMatchObject({ type: 'CancellationNoted', data: { failure: null } });
    expect(await answerTo(id)).toMatchObject({
      type: 'StageFailed',
      data: { failure: { code: 'CANCELLED' } },
    });
    expect(await vlans()).not.toContain('vlan10');
  });

  it('that was sent before the cancellation and comes after it writes nothing', async () => {
    const jobId = newJob();
    const sentAt = new Date(Date.now() - 1_000);
    await ask({ type: 'CancelStage', data: order(jobId) });
    const data = { ...order(jobId), index: 0, stage: vlan(11, jobId) };
    expect(await ask({ type: 'ApplyStage', data }, sentAt)).toMatchObject({
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
        data: { ...order(jobId), index: id, stage: vlan(id, jobId) },
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
    const data = { ...order(jobId), index: 0, stage: vlan(30, jobId) };
    const subject = routerCommandSubject(data, 'ApplyStage');
    client.publish(subject, JSON.stringify(data), { headers });
    const { envelope } = await answerTo(id);
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

describe('a gateway', () => {
  it('says of every router whether it holds it, whether it is reached, and how long it took', async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toMatch(/^router_lease\{router="r1"\} 1$/m);
    expect(text).toMatch(/^router_breaker_open\{router="r1"\} 0$/m);
    expect(text).toMatch(/^router_stage_seconds_count\{.*answer="StageApplied".*\} [1-9]/m);
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
  });

  it('has looked at its router', () => {
    const probed = sender.heard.find(
      ({ type, data }) => type === 'RouterProbed' && data.router === 'r1',
    );
    expect(probed?.data).toMatchObject({
      status: 'reachable',
      version: expect.stringContaining('7.24'),
      board: 'CCR2116-12G-4S+',
      identity: 'MikroTik',
      failure: null,
    });
  });
});
