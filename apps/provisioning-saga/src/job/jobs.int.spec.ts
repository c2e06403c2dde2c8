import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { JobEvent } from '@ferrule/provisioning-contracts';
import { datacenterPrepareAccepted, jobStream } from '@ferrule/provisioning-domain';
import { until, useDatabase } from '@ferrule/testing';
import { accepted, delivery, meta, reasonOf, result, SAGA_DATABASE, useSaga } from '../spec-rig.ts';
import { JobTimers } from './job-timers.ts';

const saga = useSaga(useDatabase(SAGA_DATABASE));
const { ask, timerOf, statusOf, commandsOf, typesOf } = saga;
const noBatches = { round: () => Promise.resolve() };

const ALLOCATION = { step: 'ipam_allocation', index: 0 } as const;
/** A job whose only intent was to be answered a minute ago. */
const overdue = async (definitionVersion = 2): Promise<string> => {
  const { type, data } = accepted();
  const first = { type, data: { ...data, definitionVersion } };
  const { jobId, networkId } = data;
  const notAfter = new Date(Date.now() - 60_000).toISOString();
  const about = { workflow: 'network.provision', network_id: networkId, client_id: 'acme-corp' };
  await saga.store.append({
    stream: jobStream(jobId),
    expected: 'none',
    meta: meta(jobId),
    events: [
      first,
      { type: 'StepIntended', data: { jobId, networkId, ...ALLOCATION, notAfter } },
    ] satisfies JobEvent[],
    rows: [
      {
        op: 'insert',
        table: 'job',
        row: { id: jobId, ...about, tenant: 'acme', datacenter: 'DC1', status: 'IN_PROGRESS' },
      },
      { op: 'insert', table: 'timer', row: { job_id: jobId, due: notAfter } },
    ],
  });
  return jobId;
};

describe('a job in the database', () => {
  it('has its intent, the command that carries it out and its timer in one transaction', async () => {
    const first = accepted();
    const { jobId } = first.data;
    await saga.handler.start(first, delivery(jobId, 'start'));
    expect(await typesOf(jobId)).toEqual(['NetworkProvisionAccepted', 'StepIntended']);
    expect(await commandsOf(jobId)).toEqual(['cmd.ipam.network.allocate']);
    expect(await statusOf(jobId)).toBe('IN_PROGRESS');
    const due = await timerOf(jobId);
    expect(due?.getTime()).toBeGreaterThan(Date.now() + 100_000);

    const answer = { ...ALLOCATION, outcome: { result } };
    await saga.handler.conclude(
      jobId,
      { type: 'ConcludeStep', data: answer },
      delivery(jobId, 'a'),
    );
    expect(await commandsOf(jobId)).toEqual([
      'cmd.ipam.network.allocate',
      'cmd.router.DC1.dc1-r1.plan',
    ]);
    // The plan has its own deadline, which is a nearer one.
    expect((await timerOf(jobId))?.getTime()).toBeLessThan(due?.getTime() ?? 0);
  });

  it('at its end waits for nothing', async () => {
    const first = accepted();
    const { jobId } = first.data;
    await saga.handler.start(first, delivery(jobId, 'start'));
    const reason = reasonOf('PREFIX_EXHAUSTED');
    const answer = { ...ALLOCATION, reason, nothingDone: true } as const;
    await saga.handler.conclude(
      jobId,
      { type: 'ConcludeStep', data: answer },
      delivery(jobId, 'a'),
    );
    expect([await statusOf(jobId), await timerOf(jobId)]).toEqual(['FAILED', undefined]);
  });

  it('may be about no network', async () => {
    const jobId = 'job-prepare';
    const first = datacenterPrepareAccepted({
      ...{ jobId, datacenter: 'DC1', router: 'dc1-r1', publisher: 'api' },
    });
    await saga.handler.start(first, delivery(jobId, 'start'));
    expect(await commandsOf(jobId)).toEqual(['cmd.router.DC1.dc1-r1.plan']);
    expect(
      await ask('select workflow, network_id, client_id from job where id = $1', jobId),
    ).toEqual([{ workflow: 'datacenter.prepare', network_id: null, client_id: null }]);
  });
});

describe('a timer', () => {
  it('that became due while nobody ran is fired by who comes next, and by several of them once', async () => {
    const jobs = await Promise.all([overdue(), overdue(), overdue()]);
    const instances = [1, 2, 3].map(() => new JobTimers(saga.dataSource, saga.handler, noBatches));
    for (const instance of instances) instance.onApplicationBootstrap();
    try {
      for (const jobId of jobs) {
        await until(async () => (await statusOf(jobId)) === 'ROLLING_BACK');
        expect(await typesOf(jobId)).toEqual([
          'NetworkProvisionAccepted',
          'StepIntended',
          'StepFailed',
          'StepUndoIntended',
        ]);
        expect(await commandsOf(jobId)).toEqual(['cmd.ipam.network.release']);
        expect((await timerOf(jobId))?.getTime()).toBeGreaterThan(Date.now());
      }
    } finally {
      for (const instance of instances) await instance.beforeApplicationShutdown();
    }
  });

  it('of a job that cannot be woken keeps no other job asleep', async () => {
    const broken = await overdue(99);
    const good = await overdue();
    const timers = new JobTimers(saga.dataSource, saga.handler, noBatches);
    timers.onApplicationBootstrap();
    try {
      await until(async () => (await statusOf(good)) === 'ROLLING_BACK');
      expect(await statusOf(broken)).toBe('IN_PROGRESS');
      expect((await timerOf(broken))?.getTime()).toBeGreaterThan(Date.now() + 30_000);
    } finally {
      await timers.beforeApplicationShutdown();
    }
  });
});
