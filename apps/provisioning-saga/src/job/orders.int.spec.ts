import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { OperatorCommand } from '@ferrule/provisioning-contracts';
import { until, useDatabase } from '@ferrule/testing';
import { accepted, delivery, result, SAGA_DATABASE, useSaga } from '../spec-rig.ts';
import { Definitions } from './definitions.ts';
import { JobReader } from './job-reader.ts';
import { JobTimers } from './job-timers.ts';
import { OrderConsumer } from './order.consumer.ts';

let whyRouterRests: string | undefined;
const saga = useSaga(useDatabase(SAGA_DATABASE), {
  of: (router) =>
    Promise.resolve(whyRouterRests === undefined ? undefined : { router, why: whyRouterRests }),
});
const { statusOf, typesOf, commandsOf, timerOf } = saga;

const give = (type: OperatorCommand['type'], jobId: string, id: string) =>
  new OrderConsumer(saga.handler, new JobReader(saga.store, saga.dataSource)).execute({
    ...{ id, type, data: { jobId, reason: 'because' } },
    meta: { actor: 'bob', tenant: 'ops' },
  });

/** A job of which the first stage is being applied. */
const applying = async (): Promise<string> => {
  const first = accepted();
  const { jobId } = first.data;
  await saga.handler.start(first, delivery(jobId, 'start'));
  await saga.handler.conclude(
    jobId,
    { type: 'ConcludeStep', data: { step: 'ipam_allocation', index: 0, outcome: { result } } },
    delivery(jobId, 'allocated'),
  );
  const change = { path: '/interface/vlan', before: null, after: { name: 'v' }, critical: true };
  const plan = { stages: [{ phase: 1 as const, changes: [change] }], warnings: [] };
  await saga.handler.conclude(
    jobId,
    {
      type: 'ConcludeStep',
      data: { step: 'router_plan', index: 0, outcome: { result: null, plan } },
    },
    delivery(jobId, 'planned'),
  );
  return jobId;
};

describe('an order', () => {
  it('is answered with the job, and recorded under the name of who gave it', async () => {
    const jobId = await applying();
    const { job } = await give('PauseJob', jobId, 'order-1');
    expect(job).toMatchObject({
      status: 'PAUSED',
      paused: { by: 'bob', reason: 'because' },
      waitsFor: 'bob has paused it: because',
    });
    const last = (await saga.store.readStream(jobId)).at(-1);
    // The job stays its tenant's, whoever sees to it.
    expect(last).toMatchObject({
      type: 'JobPaused',
      data: { by: 'bob', reason: 'because' },
      meta: { actor: 'bob', tenant: 'acme', causationId: 'order-1', correlationId: jobId },
    });
  });

  it('given twice under one id is carried out once, also when it is not possible any more', async () => {
    const jobId = await applying();
    await Promise.all([give('CancelJob', jobId, 'order-2'), give('CancelJob', jobId, 'order-2')]);
    const { job } = await give('CancelJob', jobId, 'order-2');
    expect(job.status).toBe('ROLLING_BACK');
    expect((await typesOf(jobId)).filter((type) => type === 'JobCancelled')).toHaveLength(1);
    await expect(give('CancelJob', jobId, 'order-3')).rejects.toMatchObject({
      code: 'JOB_STATE',
      detail: { status: 'ROLLING_BACK', states: ['PENDING', 'IN_PROGRESS', 'PAUSED'] },
    });
  });

  it('to cancel takes back the stage that is under way, in the transaction that says so', async () => {
    const jobId = await applying();
    await give('CancelJob', jobId, 'order-4');
    expect((await commandsOf(jobId)).at(-1)).toBe('cmd.router.DC1.dc1-r1.cancel');
  });

  it('for a job that is not there, of a kind that is not there or without a reason is refused', async () => {
    await expect(give('PauseJob', 'job-nowhere', 'order-5')).rejects.toMatchObject({
      code: 'JOB_UNKNOWN',
    });
    const asked = (type: string, data: object) =>
      new OrderConsumer(saga.handler, new JobReader(saga.store, saga.dataSource)).execute({
        ...{ id: 'order-6', type, data, meta: { actor: 'bob', tenant: 'ops' } },
      });
    await expect(asked('BurnJob', { jobId: 'job-1' })).rejects.toMatchObject({
      code: 'COMMAND_UNKNOWN',
    });
    await expect(asked('SkipStep', { jobId: 'job-1' })).rejects.toMatchObject({
      detail: { field: 'reason' },
    });
  });
});

describe('a job that is paused', () => {
  it('is not woken, whatever was to be tried again', async () => {
    const jobId = await applying();
    await give('PauseJob', jobId, 'order-7');
    const due = await timerOf(jobId);
    expect(due).toBeDefined();
    await saga.handler.conclude(
      jobId,
      { type: 'ConcludeStep', data: { step: 'router_apply', index: 0, outcome: { result: null } } },
      delivery(jobId, 'applied'),
    );
    expect(await timerOf(jobId)).toBeUndefined();
  });
});

describe('a router that answers again', () => {
  it('wakes those that wait for it, and not those in whose maintenance it is', async () => {
    const jobId = await applying();
    await saga.handler.conclude(
      jobId,
      {
        type: 'ConcludeStep',
        data: {
          ...({ step: 'router_apply', index: 0 } as const),
          reason: {
            ...{ code: 'ROUTER_UNREACHABLE', message: 'gone', field: null, suggestion: null },
            ...{ resource: null, current: null, maximum: null, rangeStart: null, rangeEnd: null },
          },
        },
      },
      delivery(jobId, 'gone'),
    );
    const timers = new JobTimers(saga.dataSource, saga.handler, { round: () => Promise.resolve() });
    whyRouterRests = 'new fans';
    try {
      await timers.wakeFor('dc1-r1');
      expect((await typesOf(jobId)).at(-1)).toBe('StepPostponed');
    } finally {
      whyRouterRests = undefined;
    }
    await timers.wakeFor('dc9-r9');
    expect((await typesOf(jobId)).at(-1)).toBe('StepPostponed');
    await timers.wakeFor('dc1-r1');
    expect((await typesOf(jobId)).at(-1)).toBe('StepIntended');
    expect((await commandsOf(jobId)).at(-1)).toBe('cmd.router.DC1.dc1-r1.apply');
  });
});

describe('a program', () => {
  it('that does not know the definition of a job that lives does not start, and says which', async () => {
    const definitions = new Definitions(saga.dataSource);
    await expect(definitions.onModuleInit()).resolves.toBeUndefined();
    const first = accepted();
    const { jobId } = first.data;
    await saga.handler.start(first, delivery(jobId, 'start'));
    await saga.dataSource.query('update job set definition_version = 99 where id = $1', [jobId]);
    await expect(definitions.onModuleInit()).rejects.toThrow(
      `1 of network.provision version 99, such as ${jobId}`,
    );
    await saga.dataSource.query("update job set status = 'FAILED' where id = $1", [jobId]);
    await until(() => definitions.onModuleInit().then(() => true));
    expect(await statusOf(jobId)).toBe('FAILED');
  });
});
