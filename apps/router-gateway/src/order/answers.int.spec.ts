import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeEnvelope } from '@ferrule/messaging';
import {
  type RouterCommandType,
  routerCommandSubject,
  type Stage,
} from '@ferrule/router-contracts';
import type { Simulator } from '@ferrule/router-simulator-core';
import { freePort, useNats } from '@ferrule/testing';
import { Gateway, newJob, orderOf, Sender, vlanStage, writeRouters } from '../spec-rig.ts';
import { routerEntry, startRouter } from '../spec-router.ts';
import { answerIdOf } from './answers.ts';

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
  await writeRouters(routersFile, [routerEntry('r1', simulator)]);
  gateway = new Gateway({
    nats: nats.url,
    routersFile,
    leaseTtlMs: 1_500,
    more: { FERRULE_ROUTER_GATEWAY_HTTP_PORT: String(port) },
  }).start();
});
afterAll(async () => {
  await gateway.stop();
  await sender.close();
  await simulator.stop();
  await rm(directory, { recursive: true });
});

describe('an answer', () => {
  it('says whose it is, and has the id that every repeat of it will have', async () => {
    const id = await sender.send({ type: 'CleanTag', data: orderOf('job-ids') });
    const { envelope } = await sender.answer(id);
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
    const body = JSON.stringify({ ...orderOf('job-bad'), ...more, notAfter: 'soon' });
    const subject = routerCommandSubject({ datacenter: 'DC1', router: 'r1' }, type);
    await sender.publish(subject, type, id, { body, jobId: 'job-bad' });
    expect(await sender.answer(id)).toMatchObject({
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
    expect(await sender.answer('unreadable-1')).toMatchObject({
      type: 'StageFailed',
      data: { jobId: 'job-x', index: -1, failure: { message: 'ce-type is required' } },
    });
  });

  it('is that there is no such router, where there is none', async () => {
    const data = { ...orderOf(newJob()), router: 'nobody', wish: null };
    expect(await sender.ask({ type: 'PlanChanges', data })).toMatchObject({
      type: 'PlanRefused',
      data: { router: 'nobody', failure: { code: 'ROUTER_NOT_FOUND' } },
    });
  }, 15_000);

  it('says why a stage failed, also when more went wrong than a message has room for', async () => {
    const jobId = newJob();
    const pool = (n: number) => ({ name: `pool-${n}`, ranges: `10.0.${n >> 8}.${n & 255}` });
    const numbers = Array.from({ length: 2_000 }, (_, n) => n);
    for (const n of numbers)
      await simulator.router.run([
        '/ip/pool/add',
        ...Object.entries(pool(n)).map(([name, value]) => `=${name}=${value}`),
      ]);
    const comment = `nnc-provisioned-${jobId}`;
    const stage: Stage = {
      phase: 3,
      changes: numbers.map((n) => ({
        path: '/ip/pool',
        before: null,
        after: { ...pool(n), comment },
        critical: true,
      })),
    };
    const data = { ...orderOf(jobId), index: 0, stage };
    expect(await sender.ask({ type: 'ApplyStage', data })).toMatchObject({
      type: 'StageFailed',
      data: { failure: { code: 'ROUTER_CONFLICT', field: '/ip/pool' } },
    });
    expect(await sender.ask({ type: 'RevertStage', data })).toMatchObject({
      type: 'StageReverted',
      data: { rollback: { TotalResources: 2_000, Removed: 2_000 } },
    });
  }, 30_000);

  it('is that it is too late, without a word to the router', async () => {
    const jobId = newJob();
    const before = simulator.router.journal.total;
    const data = { ...orderOf(jobId, { inMs: -1 }), index: 0, stage: vlanStage(8, jobId) };
    expect(await sender.ask({ type: 'ApplyStage', data })).toMatchObject({
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

describe('a gateway', () => {
  it('says of every router whether it holds it, whether it is reached, and how long it took', async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toMatch(/^router_lease\{router="r1"\} 1$/m);
    expect(text).toMatch(/^router_breaker_open\{router="r1"\} 0$/m);
    expect(text).toMatch(/^router_stage_seconds_count\{.*answer="StageFailed".*\} [1-9]/m);
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
