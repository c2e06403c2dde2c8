import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeEnvelope } from '@ferrule/messaging';
import { routerCommandSubject } from '@ferrule/router-contracts';
import type { Simulator } from '@ferrule/router-simulator-core';
import { until, useNats } from '@ferrule/testing';
import { Gateway, newJob, orderOf, Sender, vlanStage, writeRouters } from '../spec-rig.ts';
import { routerEntry, startRouter, writesTo } from '../spec-router.ts';
import { answerIdOf } from './answers.ts';

const nats = useNats();
let directory: string;
let simulator: Simulator;
let gateway: Gateway;
let sender: Sender;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  simulator = await startRouter();
  sender = await Sender.on(nats.url);
  const routersFile = join(directory, 'routers.json');
  await writeRouters(routersFile, [routerEntry('r1', simulator)]);
  // A command may take two seconds: long enough to be taken back before that.
  gateway = new Gateway({ nats: nats.url, routersFile, leaseTtlMs: 6_000 }).start();
});
afterEach(() => simulator.faults.clear());
afterAll(async () => {
  await gateway.stop();
  await sender.close();
  await simulator.stop();
  await rm(directory, { recursive: true });
});

const applyOf = (n: number) => {
  const jobId = newJob();
  return { ...orderOf(jobId), index: 0, stage: vlanStage(n, jobId) };
};

describe('a stage that is cancelled while the router is at it', () => {
  it('is interrupted there by its own tag, seen to, answered, and undone without a trace', async () => {
    const before = simulator.router.snapshot();
    simulator.faults.add({ do: 'delay', ms: 10_000, path: '/interface/vlan', verb: 'add' });
    const data = applyOf(40);
    const id = await sender.send({ type: 'ApplyStage', data });
    await until(() => simulator.faults.list[0]?.matched === 1, { timeout: 15_000 });
    const { entries } = simulator.router.journal;
    const [tag] = entries.at(-1)?.words.filter((word) => word.startsWith('.tag=')) ?? [];
    await sender.ask({ type: 'CancelStage', data: orderOf(data.jobId, { tag: data.tag }) });
    expect(await sender.answer(id)).toMatchObject({
      type: 'StageFailed',
      data: { failure: { code: 'CANCELLED' }, reports: [{ outcome: 'failed' }] },
    });
    const since = simulator.router.journal.entries.slice(entries.length);
    expect(since.map(({ words: [command] }) => command)).toEqual([
      '/cancel',
      '/interface/vlan/print',
    ]);
    expect(since[0]?.words).toContain(`=tag=${tag?.slice('.tag='.length) ?? ''}`);
    const revert = await sender.ask({ type: 'RevertStage', data });
    expect(revert).toMatchObject({ type: 'StageReverted', data: { rollback: { Failed: 0 } } });
    expect(simulator.router.compare(before)).toEqual([]);
  }, 30_000);
});

describe('a stage whose time is up', () => {
  it('between what it reads and what it writes, writes nothing', async () => {
    simulator.router.journal.clear();
    simulator.faults.add({ do: 'late', ms: 700, path: '/interface/vlan', verb: 'print' });
    const data = { ...applyOf(43), notAfter: new Date(Date.now() + 400).toISOString() };
    expect(await sender.ask({ type: 'ApplyStage', data })).toMatchObject({
      type: 'StageFailed',
      data: { failure: { code: 'DEADLINE_EXCEEDED' }, reports: [{ outcome: 'not_tried' }] },
    });
    expect(simulator.faults.list[0]?.matched).toBe(1);
    expect(writesTo(simulator)).toEqual([]);
  });
});

describe('an apply whose acknowledgement was lost', () => {
  /** As the broker would deliver it again. */
  const deliver = (id: string, data: ReturnType<typeof applyOf>, time: string): void => {
    const headers = encodeEnvelope({
      id,
      type: 'ApplyStage',
      schemaVersion: 1,
      source: 'provisioning',
      time,
      meta: { correlationId: data.jobId, actor: 'operator:ann', tenant: 'acme' },
      body: '',
    });
    headers.delete('Nats-Msg-Id');
    const { nats: client } = sender.connection;
    client.publish(routerCommandSubject(data, 'ApplyStage'), JSON.stringify(data), { headers });
  };
  const answers = (id: string, count: number) =>
    until(() => sender.answersTo(id).length === count && sender.answersTo(id));

  it('is answered again under the same id, and written once', async () => {
    const [id, data, time] = [randomUUID(), applyOf(41), new Date().toISOString()];
    deliver(id, data, time);
    await answers(id, 1);
    const { length } = writesTo(simulator);
    deliver(id, data, time);
    const [first, second] = await answers(id, 2);
    expect([first?.type, second?.type]).toEqual(['StageApplied', 'StageApplied']);
    expect([first?.envelope.id, second?.envelope.id]).toEqual([answerIdOf(id), answerIdOf(id)]);
    expect(writesTo(simulator)).toHaveLength(length);
    await sender.ask({ type: 'RevertStage', data });
  });

  const wipe = async () => {
    const manager = await sender.connection.manager();
    await manager.streams.delete('KV_ROUTER_STOPS');
  };
  it.each([
    ['', () => Promise.resolve()],
    [', nor when the bucket was wiped in between', wipe],
  ])('writes nothing when it comes again after its undo%s', async (_, meanwhile) => {
    const before = simulator.router.snapshot();
    const [id, data, time] = [randomUUID(), applyOf(42), new Date().toISOString()];
    deliver(id, data, time);
    await answers(id, 1);
    expect((await sender.ask({ type: 'RevertStage', data })).type).toBe('StageReverted');
    await meanwhile();
    deliver(id, data, time);
    expect((await answers(id, 2))[1]).toMatchObject({
      type: 'StageFailed',
      data: { failure: { code: 'CANCELLED', message: `stage 0 of ${data.jobId} was reverted` } },
    });
    expect(simulator.router.compare(before)).toEqual([]);
  });

  it('writes nothing when both the bucket and the gateway that knew of its undo are gone', async () => {
    const before = simulator.router.snapshot();
    const [id, data, time] = [randomUUID(), applyOf(44), new Date().toISOString()];
    deliver(id, data, time);
    await answers(id, 1);
    expect((await sender.ask({ type: 'RevertStage', data })).type).toBe('StageReverted');
    gateway.kill();
    await wipe();
    gateway.start();
    // Whoever is in its turn has been served since.
    await sender.ask({ type: 'PlanChanges', data: { ...orderOf(data.jobId), wish: null } });
    deliver(id, data, time);
    expect((await answers(id, 2))[1]).toMatchObject({
      type: 'StageFailed',
      data: { failure: { code: 'DEADLINE_EXCEEDED' } },
    });
    expect(simulator.router.compare(before)).toEqual([]);
    // What is wanted all the same is sent anew.
    const later = new Date(Date.now() + 3_000).toISOString();
    deliver(randomUUID(), data, later);
    await until(() => simulator.router.compare(before).length > 0);
  }, 60_000);
});
