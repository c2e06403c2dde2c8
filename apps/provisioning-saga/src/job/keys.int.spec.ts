import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { NetworkProvisionAccepted } from '@ferrule/provisioning-contracts';
import { datacenterPrepareAccepted } from '@ferrule/provisioning-domain';
import { until, useDatabase } from '@ferrule/testing';
import { accepted, delivery, reasonOf, SAGA_DATABASE, useSaga } from '../spec-rig.ts';
import { JobTimers } from './job-timers.ts';

const saga = useSaga(useDatabase(SAGA_DATABASE));
const { statusOf, typesOf, commandsOf } = saga;
const noBatches = { round: () => Promise.resolve() };

const start = (job: NetworkProvisionAccepted) =>
  saga.handler.start(job, delivery(job.data.jobId, 'start'));
const fail = (jobId: string) =>
  saga.handler.conclude(
    jobId,
    {
      type: 'ConcludeStep',
      data: {
        ...({ step: 'ipam_allocation', index: 0, nothingDone: true } as const),
        reason: reasonOf('PREFIX_EXHAUSTED'),
      },
    },
    delivery(jobId, 'refused'),
  );

/** Several instances look after timers and queues while something is done. */
const withInstances = async (count: number, work: () => Promise<void>): Promise<void> => {
  const instances = Array.from(
    { length: count },
    () => new JobTimers(saga.dataSource, saga.handler, noBatches),
  );
  for (const instance of instances) instance.onApplicationBootstrap();
  try {
    await work();
  } finally {
    for (const instance of instances) await instance.beforeApplicationShutdown();
  }
};

describe('two jobs on one network', () => {
  it('queue up: the second waits, asks for nothing and says behind whom', async () => {
    const [first, second] = [accepted('net-shared'), accepted('net-shared')];
    await start(first);
    await start(second);
    const { jobId } = second.data;
    expect([await statusOf(first.data.jobId), await statusOf(jobId)]).toEqual([
      'IN_PROGRESS',
      'PENDING',
    ]);
    expect(await typesOf(jobId)).toEqual(['NetworkProvisionAccepted', 'JobQueued']);
    expect(await commandsOf(jobId)).toEqual([]);
    const [, queued] = await saga.store.readStream(jobId);
    expect(queued?.data).toMatchObject({ key: 'network net-shared', behind: first.data.jobId });

    await fail(first.data.jobId);
    await withInstances(2, async () => {
      await until(async () => (await statusOf(jobId)) === 'IN_PROGRESS');
    });
    expect(await commandsOf(jobId)).toEqual(['cmd.ipam.network.allocate']);
    expect(await typesOf(jobId)).toEqual(['NetworkProvisionAccepted', 'JobQueued', 'StepIntended']);
  });

  it('that come at the same moment are let in one at a time, the oldest first', async () => {
    const jobs = Array.from({ length: 6 }, () => accepted('net-crowded'));
    await Promise.all(jobs.map(start));
    const states = async () =>
      Promise.all(jobs.map(async ({ data }) => [data.jobId, await statusOf(data.jobId)] as const));
    const running = async () =>
      (await states()).flatMap(([id, status]) => (status === 'IN_PROGRESS' ? [id] : []));
    const begun: string[] = [];
    await withInstances(3, async () => {
      for (const left of [5, 4, 3, 2, 1, 0]) {
        await until(async () => (await running()).length === 1);
        const waiting = (await states()).filter(([, status]) => status === 'PENDING');
        expect(waiting).toHaveLength(left);
        const [holder = ''] = await running();
        begun.push(holder);
        await fail(holder);
      }
    });
    const [, ...waited] = begun;
    const inOrder = await saga.ask<{ id: string }>(
      'select id from job where network_id = $1 order by started_at, id',
      'net-crowded',
    );
    expect(waited).toEqual(inOrder.map(({ id }) => id).filter((id) => waited.includes(id)));
    expect((await states()).map(([, status]) => status)).toEqual(jobs.map(() => 'FAILED'));
  });

  it('is none while the first one needs an operator: what it left is still its own', async () => {
    const [first, second] = [accepted('net-stuck'), accepted('net-stuck')];
    const { jobId } = first.data;
    await start(first);
    await saga.handler.order({ type: 'CancelJob', data: { jobId } }, delivery(jobId, 'cancel'));
    await saga.handler.conclude(
      jobId,
      {
        type: 'ConcludeStep',
        data: { step: 'ipam_allocation', index: 0, outcome: { result: null } },
      },
      delivery(jobId, 'allocated'),
    );
    await saga.handler.conclude(
      jobId,
      {
        type: 'ConcludeUndo',
        data: {
          ...({ steps: ['ipam_allocation'], index: 0, rollback: null } as const),
          reason: reasonOf('ADDRESSES_IN_USE'),
        },
      },
      delivery(jobId, 'kept'),
    );
    expect(await statusOf(jobId)).toBe('NEEDS_OPERATOR');
    await start(second);
    expect(await statusOf(second.data.jobId)).toBe('PENDING');
    await saga.handler.order(
      { type: 'AbandonJob', data: { jobId, reason: 'it is kept' } },
      delivery(jobId, 'abandon'),
    );
    await withInstances(1, async () => {
      await until(async () => (await statusOf(second.data.jobId)) === 'IN_PROGRESS');
    });
  });
});

describe('two preparations of one datacenter', () => {
  it('queue up, and those of another do not', async () => {
    const prepare = (jobId: string, datacenter: string) =>
      saga.handler.start(
        datacenterPrepareAccepted({ jobId, datacenter, router: 'dc1-r1', publisher: 'api' }),
        delivery(jobId, 'start'),
      );
    await prepare('job-dc1-a', 'DC1');
    await prepare('job-dc1-b', 'DC1');
    await prepare('job-dc2', 'DC2');
    expect(await Promise.all(['job-dc1-a', 'job-dc1-b', 'job-dc2'].map(statusOf))).toEqual([
      'IN_PROGRESS',
      'PENDING',
      'IN_PROGRESS',
    ]);
  });
});
