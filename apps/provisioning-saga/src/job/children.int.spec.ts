import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { childJobId, type JobState } from '@ferrule/provisioning-contracts';
import { networkBatchAccepted } from '@ferrule/provisioning-domain';
import { until, useDatabase } from '@ferrule/testing';
import { accepted, delivery, meta, reasonOf, SAGA_DATABASE, useSaga } from '../spec-rig.ts';
import { JobChildren } from './job-children.ts';
import { JobListView } from './job-list.view.ts';
import { JobReader } from './job-reader.ts';

const saga = useSaga(useDatabase(SAGA_DATABASE));

/** Every instance has its own; whoever looks first does it. */
const runner = () => new JobChildren(saga.store, saga.dataSource, saga.handler);

const begin = async (jobId: string, networks: number, parallel = 2): Promise<void> => {
  const { request, networkId } = accepted().data;
  const batch = networkBatchAccepted({
    ...{ jobId, publisher: 'billing', parallel },
    networks: Array.from({ length: networks }, (_, place) => ({
      networkId: `${networkId}-${place}`,
      router: place % 4 === 3 ? 'dc2-r1' : 'dc1-r1',
      request,
    })),
  });
  await saga.handler.start(batch, delivery(jobId, 'start'));
};

const states = async (jobId: string): Promise<ReadonlyMap<number, JobState>> => {
  const rows = await saga.ask<{ id: string; status: JobState }>(
    'select id, status from job where parent_id = $1',
    jobId,
  );
  return new Map(rows.map(({ id, status }) => [Number(id.slice(jobId.length + 1)), status]));
};
const running = async (jobId: string): Promise<readonly number[]> =>
  [...(await states(jobId))]
    .flatMap(([place, status]) => (status === 'IN_PROGRESS' ? [place] : []))
    .sort((a, b) => a - b);
const fail = async (jobId: string, place: number): Promise<void> => {
  const child = childJobId(jobId, place);
  await saga.handler.conclude(
    child,
    {
      type: 'ConcludeStep',
      data: {
        ...({ step: 'ipam_allocation', index: 0, nothingDone: true } as const),
        reason: reasonOf('PREFIX_EXHAUSTED'),
      },
    },
    delivery(child, 'refused'),
  );
};
const viewOf = (jobId: string) => new JobReader(saga.store, saga.dataSource).find(jobId);
const order = (type: 'PauseJob' | 'ResumeJob' | 'CancelJob', jobId: string) =>
  saga.handler.order({ type, data: { jobId } }, delivery(jobId, type));

describe('a batch', () => {
  it('has so many jobs at once on each router, in their order, however many look after it', async () => {
    await begin('batch-1', 8);
    const several = [runner(), runner(), runner()];
    const look = () => Promise.all(several.map((each) => each.round()));
    await look();
    await look();
    expect(await running('batch-1')).toEqual([0, 1, 3, 7]);
    await fail('batch-1', 1);
    await look();
    expect(await running('batch-1')).toEqual([0, 2, 3, 7]);
    expect((await viewOf('batch-1'))?.children).toEqual({
      ...{ total: 8, completed: 0, failed: 1, cancelled: 0, needsOperator: 0 },
      ...{ running: 4, pending: 3 },
    });
  });

  it('goes on by itself when one of its jobs ends, and says how all of them ended', async () => {
    await begin('batch-2', 3, 1);
    await runner().round();
    for (const place of [0, 1, 2]) {
      await until(async () => (await running('batch-2')).includes(place));
      await fail('batch-2', place);
    }
    await until(async () => (await saga.statusOf('batch-2')) === 'COMPLETED');
    const last = (await saga.store.readStream('batch-2')).at(-1);
    expect(last).toMatchObject({
      type: 'NetworkBatchCompleted',
      data: { total: 3, completed: 0, failed: 3, cancelled: 0, needsOperator: 0 },
    });
    const view = await viewOf('batch-2');
    expect(view?.children).toMatchObject({ failed: 3, running: 0, pending: 0 });
  });

  it('has jobs of its own, which say whose they are', async () => {
    await begin('batch-3', 1);
    await runner().round();
    const child = childJobId('batch-3', 0);
    const [first] = await saga.store.readStream(child);
    expect(first).toMatchObject({
      data: { parentJobId: 'batch-3', publisher: 'billing' },
      meta: { ...meta('batch-3'), correlationId: child },
    });
    expect((await viewOf(child))?.parentJobId).toBe('batch-3');
    const { jobs } = await new JobListView(saga.dataSource).list({ parentJobId: 'batch-3' });
    expect(jobs.map(({ jobId }) => jobId)).toEqual([child]);
  });

  it('that is paused begins no job more, and goes on when it is resumed', async () => {
    await begin('batch-4', 4, 1);
    await runner().round();
    await order('PauseJob', 'batch-4');
    await fail('batch-4', 0);
    await runner().round();
    expect(await running('batch-4')).toEqual([3]);
    await order('ResumeJob', 'batch-4');
    await runner().round();
    expect(await running('batch-4')).toEqual([1, 3]);
  });

  it('that is cancelled cancels those of its jobs that have not ended, and begins no other', async () => {
    await begin('batch-5', 4, 1);
    await runner().round();
    await fail('batch-5', 3);
    await order('CancelJob', 'batch-5');
    const look = runner();
    await look.round();
    expect((await states('batch-5')).get(0)).toBe('ROLLING_BACK');
    // Its addresses were asked for: that is answered, and undone.
    await fail('batch-5', 0);
    await until(async () => {
      await look.round();
      return (await saga.statusOf('batch-5')) === 'CANCELLED';
    });
    expect((await saga.store.readStream('batch-5')).at(-1)).toMatchObject({
      type: 'NetworkBatchFailed',
      data: {
        reason: { code: 'CANCELLED' },
        ...{ total: 4, completed: 0, failed: 1, cancelled: 3, needsOperator: 0 },
      },
    });
  });
});
