import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { type JobState, JOB_ENDS } from '@ferrule/provisioning-contracts';
import { tagOf } from '@ferrule/router-contracts';
import { until } from '@ferrule/testing';
import { type Doom, useSagas } from './saga.ts';

const sagas = useSagas();

/** Everything that is recorded of a job, on its way there and back. */
const POINTS = [
  ...['NetworkProvisionAccepted', 'StepCompleted ipam_allocation', 'StepCompleted router_plan'],
  ...['StepCompleted router_apply', 'NetworkProvisionCompleted'],
  ...['StepFailed router_apply', 'StepUndone router_apply', 'NetworkProvisionFailed'],
];
/** Half of them before it is recorded, half when nothing of it has left the process. */
const DOOMS = POINTS.map((event, place): Doom => ({
  when: place % 2 === 0 ? 'before' : 'after',
  event,
}));

/** More networks than anybody waits for, and no end of them. */
const MOST = 400;

describe('three sagas that share the work', () => {
  it('lose none of it and do none of it twice, although one is killed at each point', async () => {
    const { world } = sagas;
    const jobs: { readonly jobId: string; readonly networkId: string }[] = [];
    /** Every second one is refused by its router, so that all of it is undone. */
    const sendOne = async (): Promise<void> => {
      if (jobs.length === MOST) return;
      const id = `network-${jobs.length}`;
      if (jobs.length % 2 === 1) world.refused.add(tagOf(sagas.networkOf(id)));
      jobs.push(sagas.idsOf(id));
      await sagas.provision(id);
    };
    const survivor = await sagas.start();
    /** One after the other, each until it meets its end. */
    const killEach = async (dooms: readonly Doom[]): Promise<void> => {
      for (const doom of dooms) {
        const doomed = await sagas.launch(doom);
        const isOver = async (): Promise<boolean> => {
          if (!doomed.isOver) await sendOne();
          return doomed.isOver;
        };
        await until(isOver, {
          timeout: 120_000,
          every: 100,
          message: `${doom.when} ${doom.event}`,
        });
        expect([doom, await doomed.ended()]).toEqual([doom, 'SIGKILL']);
      }
    };
    const lanes = await Promise.allSettled([
      killEach(DOOMS.filter(({ when }) => when === 'before')),
      killEach(DOOMS.filter(({ when }) => when === 'after')),
    ]);
    expect(lanes.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(survivor.isOver).toBe(false);

    const pool = sagas.database.pool({ options: '-c search_path=provisioning' });
    const statesOf = async (): Promise<ReadonlyMap<string, JobState>> => {
      const { rows } = await pool.query<{ id: string; status: JobState }>('select * from job');
      return new Map(rows.map(({ id, status }) => [id, status]));
    };
    await until(
      async () => {
        const states = await statesOf();
        return jobs.every(({ jobId }) => JOB_ENDS.includes(states.get(jobId) ?? 'PENDING'));
      },
      { timeout: 120_000, message: 'every job to end' },
    );
    const states = await statesOf();
    expect(states.size).toBe(jobs.length);
    for (const [place, { jobId, networkId }] of jobs.entries()) {
      const isLucky = place % 2 === 0;
      expect([jobId, states.get(jobId)]).toEqual([jobId, isLucky ? 'COMPLETED' : 'FAILED']);
      const own = [networkId, ...[0, 1, 2].map((index) => `${jobId} ${index}`)];
      expect([jobId, own.filter((what) => world.there.has(what))]).toEqual([
        jobId,
        isLucky ? own : [],
      ]);
    }
    // A second attempt is not the same thing twice: on a busy machine an answer may come too late.
    const { rows } = await pool.query<{ told: string }>(
      `select concat_ws(' ', stream, type, body::json->>'step', body::json->>'index',
                        body::json->>'attempt') as told
       from event`,
    );
    const told = rows.map((row) => row.told);
    expect(told.filter((one, place) => told.indexOf(one) !== place)).toEqual([]);
  }, 500_000);
});
