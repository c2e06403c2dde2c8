import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { JobEvent, OperatorCommandType } from '@ferrule/provisioning-contracts';
import { dueAt, effectOf, type JobCommand, jobDecider } from '@ferrule/provisioning-domain';
import { NOON } from './spec-jobs.ts';
import { answered, IN_STATE, then, upTo } from './spec-states.ts';

const { evolve, initial } = jobDecider;

const order = (type: OperatorCommandType, seconds = 0): JobCommand => ({
  type: 'OrderJob',
  data: {
    by: 'ada',
    now: NOON + seconds * 1_000,
    order: { type, data: { jobId: 'job-1', reason: 'because' } },
  },
});
const wake = (seconds: number): JobCommand => ({
  type: 'WakeJob',
  data: { now: NOON + seconds * 1_000 },
});
const jobOf = (events: readonly JobEvent[]) => {
  const job = events.reduce(evolve, initial);
  if (job === 'none') throw new Error('there is no job');
  return job;
};
/** What is said after these events. */
const saidAfter = (before: readonly JobEvent[], all: readonly JobEvent[]) =>
  all
    .slice(before.length)
    .map(({ type, data }) => ('step' in data ? `${type} ${data.step}` : type));

const untilItEnds = (events: readonly JobEvent[]): readonly JobEvent[] => {
  let all = events;
  for (let more = answered(all); more.length > all.length; more = answered(all)) all = more;
  return all;
};

describe('a job that is paused', () => {
  const asking = upTo('router_plan');
  const paused = then(asking, order('PauseJob'));

  it('takes the answer that is to come, and begins nothing after it', () => {
    expect(saidAfter(paused, answered(paused))).toEqual(['StepCompleted router_plan']);
    expect(dueAt(jobOf(answered(paused)))).toBeNull();
  });

  it('loses no deadline of what was asked for before', () => {
    expect(dueAt(jobOf(paused))).toBe(dueAt(jobOf(asking)));
    const late = then(paused, wake(3_600));
    expect(saidAfter(paused, late)).toEqual(['StepFailed router_plan']);
    expect(jobOf(late).status).toBe('PAUSED');
    expect(saidAfter(late, then(late, order('ResumeJob', 3_700)))).toEqual([
      'JobResumed',
      'StepUndoIntended ipam_allocation',
    ]);
  });

  it('goes on where it was when it is resumed, with as much time as it had', () => {
    const idle = answered(paused);
    const resumed = then(idle, order('ResumeJob', 7_200));
    expect(saidAfter(idle, resumed)).toEqual(['JobResumed', 'StepIntended router_apply']);
    const before = jobOf(asking).deadline ?? 0;
    expect(jobOf(resumed).deadline).toBe(before + 7_200_000);
  });

  it('begins nothing while it is being undone either', () => {
    const undoing = IN_STATE['ROLLING_BACK, asking'];
    const held = answered(then(undoing, order('PauseJob')));
    expect(saidAfter(undoing, held)).toEqual(['JobPaused', 'StepUndone router_apply']);
    expect(saidAfter(held, then(held, order('ResumeJob')))).toEqual([
      'JobResumed',
      'StepUndoIntended ipam_allocation',
    ]);
  });

  it('tries at once what it was to try again', () => {
    const held = IN_STATE['PAUSED, while it was to ask for names again'];
    expect(dueAt(jobOf(held))).toBeNull();
    const resumed = then(held, order('ResumeJob'));
    expect(saidAfter(held, resumed)).toEqual(['JobResumed', 'StepIntended dns_update']);
    expect(resumed.at(-1)?.data).toMatchObject({ attempt: 2 });
  });
});

describe('a job that is cancelled', () => {
  it('takes back the stage that is under way, and waits for its answer before the undo', () => {
    const asking = upTo('router_apply');
    const cancelled = then(asking, order('CancelJob'));
    expect(saidAfter(asking, cancelled)).toEqual(['JobCancelled router_apply']);
    const [said] = cancelled.slice(asking.length);
    if (said === undefined) throw new Error('nothing was said');
    expect(effectOf(said, jobOf(cancelled))).toMatchObject({
      type: 'CancelStage',
      data: { jobId: 'job-1', router: 'dc1-r1', tag: 'nnc-provisioned-net-1' },
    });
    expect(saidAfter(cancelled, answered(cancelled, 'CANCELLED'))).toEqual([
      'StepFailed router_apply',
      'StepUndoIntended router_apply',
    ]);
    expect(saidAfter(cancelled, answered(cancelled))).toEqual([
      'StepCompleted router_apply',
      'StepUndoIntended router_apply',
    ]);
  });

  it('asks nobody to take back what is not on a router', () => {
    const cancelled = then(upTo('ipam_allocation'), order('CancelJob'));
    const said = cancelled.at(-1);
    expect(said && effectOf(said, jobOf(cancelled))).toBeUndefined();
  });

  it('ends as CANCELLED, and says to those who wait that it failed, and why', () => {
    const end = untilItEnds(then(upTo('router_apply'), order('CancelJob')));
    expect(jobOf(end)).toMatchObject({ status: 'CANCELLED', left: [] });
    expect(end.at(-1)).toMatchObject({
      type: 'NetworkProvisionFailed',
      data: {
        step: 'router_apply',
        reason: { code: 'CANCELLED', message: expect.stringMatching(/ada.*because/u) },
      },
    });
  });

  it('before it began is over at once', () => {
    const queued = IN_STATE['PENDING, behind another job'];
    const end = then(queued, order('CancelJob'));
    expect(saidAfter(queued, end)).toEqual([
      'JobCancelled ipam_allocation',
      'NetworkProvisionFailed ipam_allocation',
    ]);
    expect(jobOf(end).status).toBe('CANCELLED');
  });

  it('does not ask again for what nobody answers', () => {
    const cancelled = then(upTo('router_apply'), order('CancelJob'));
    expect(saidAfter(cancelled, then(cancelled, wake(3_600)))).toEqual([
      'StepFailed router_apply',
      'StepUndoIntended router_apply',
    ]);
  });
});

describe('a job that needs an operator', () => {
  const stuck = IN_STATE.NEEDS_OPERATOR;

  it('undoes what it could not, when it is tried again', () => {
    const tried = then(stuck, order('RetryJob'));
    expect(saidAfter(stuck, tried)).toEqual([
      'StepRetried router_apply',
      'StepUndoIntended router_apply',
    ]);
    expect(jobOf(tried).status).toBe('ROLLING_BACK');
    expect(jobOf(untilItEnds(tried))).toMatchObject({ status: 'FAILED', left: [] });
  });

  it('that is skipped over leaves that one thing, and gives its addresses back', () => {
    const skipped = then(stuck, order('SkipStep'));
    expect(saidAfter(stuck, skipped)).toEqual([
      'StepUndoSkipped router_apply',
      'StepUndoIntended ipam_allocation',
    ]);
    const end = untilItEnds(skipped);
    expect(end.at(-1)).toMatchObject({ data: { reason: { code: 'ROLLBACK_INCOMPLETE' } } });
    expect(jobOf(end).left).toMatchObject([{ step: 'router_apply', where: 'dc1-r1' }]);
  });

  it('that is abandoned keeps everything, and says where it is and what would remove it', () => {
    const end = then(stuck, order('AbandonJob'));
    expect(saidAfter(stuck, end)).toEqual(['JobAbandoned', 'NetworkProvisionFailed router_apply']);
    expect(jobOf(end)).toMatchObject({
      status: 'FAILED',
      left: [
        {
          where: 'dc1-r1',
          commands: [
            '/interface/vlan/remove [find name="vlan150" comment="nnc-provisioned-net-1"]',
          ],
        },
        { where: 'ipam', commands: ['ferrule network delete net-1'] },
      ],
    });
    expect(end.at(-1)).toMatchObject({ data: { reason: { code: 'ROLLBACK_INCOMPLETE' } } });
  });
});

describe('a step that may be left out', () => {
  it('is, and the job goes on behind it and says so', () => {
    const waiting = IN_STATE['IN_PROGRESS, waiting to ask for names again'];
    const skipped = then(waiting, order('SkipStep'));
    expect(saidAfter(waiting, skipped)).toEqual([
      'StepSkipped dns_update',
      'StepIntended router_activate',
    ]);
    const end = untilItEnds(skipped).at(-1);
    expect(end).toMatchObject({
      type: 'NetworkProvisionCompleted',
      data: { warnings: expect.arrayContaining(['dns_update was left out by ada: because']) },
    });
  });
});
