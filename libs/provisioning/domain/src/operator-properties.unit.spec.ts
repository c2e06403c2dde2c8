import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@ferrule/kernel';
import {
  JOB_ENDS,
  type JobAccepted,
  type JobEvent,
  OPERATOR_STATES,
  type OperatorCommandType,
} from '@ferrule/provisioning-contracts';
import { dueAt, type Job, type JobCommand, jobDecider } from '@ferrule/provisioning-domain';
import fc from 'fast-check';
import { everyJob, NOON } from './spec-jobs.ts';
import { World } from './spec-world.ts';

const { decide, evolve, initial } = jobDecider;

const ORDERS = Object.keys(OPERATOR_STATES) as OperatorCommandType[];
const HAPPENINGS = [
  ...ORDERS,
  ...['done', 'done, said twice', 'done, never said', 'refused half way'],
  ...['refused before anything was done', 'never begun, never said', 'out of reach'],
] as const;
const happenings = fc.array(
  fc.oneof({ weight: 8, arbitrary: fc.constant('done') }, fc.constantFrom(...HAPPENINGS)),
  { maxLength: 80 },
);
const isOrder = (text: string): text is OperatorCommandType => Object.hasOwn(OPERATOR_STATES, text);

/** Runs a job through everything that may happen to it and be ordered of it; then all goes well. */
const run = (accepted: JobAccepted, ahead: readonly string[]) => {
  const world = new World(accepted);
  const events: JobEvent[] = [];
  let job: Job = initial;
  let now = NOON;
  const take = (command: JobCommand): void => {
    const more = decide(command, job);
    events.push(...more);
    job = more.reduce(evolve, job);
    for (const event of more) world.ask(event);
  };
  const give = (type: OperatorCommandType): void => {
    const data = { jobId: accepted.data.jobId, reason: 'because' };
    try {
      take({ type: 'OrderJob', data: { by: 'ada', now, order: { type, data } } });
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
  };
  const happen = (what: string): void => {
    if (isOrder(what)) {
      give(what);
      return;
    }
    const due = dueAt(job);
    // What its own jobs do is never lost on the way.
    const answers = world.answer(due === null ? 'done' : what, now);
    for (const answer of answers) take(answer);
    if (answers.length > 0 || due === null) return;
    now = due;
    take({ type: 'WakeJob', data: { now } });
  };
  take({ type: 'StartJob', data: { accepted, now } });
  for (const what of ahead) happen(what);
  for (let round = 0; round < 500; round += 1) {
    if (job === 'none' || JOB_ENDS.includes(job.status)) break;
    if (job.status === 'PAUSED') give('ResumeJob');
    happen('done');
  }
  if (job === 'none') throw new Error('no job began');
  const { status, left } = job;
  const known = new Set(left.map(({ step, index }) => `${step} ${index}`));
  return { status, events, lost: world.residue.filter((name) => !known.has(name)) };
};

describe('a job, whatever is answered and whatever is ordered', () => {
  const jobs = fc.constantFrom(...everyJob);

  it('comes to an end once nobody holds it', () => {
    fc.assert(
      fc.property(jobs, happenings, (accepted, ahead) => {
        expect(JOB_ENDS).toContain(run(accepted, ahead).status);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that is over and not done leaves nothing that it does not name', () => {
    fc.assert(
      fc.property(jobs, happenings, (accepted, ahead) => {
        const { status, lost } = run(accepted, ahead);
        if (status === 'FAILED' || status === 'CANCELLED') expect(lost).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says its end once', () => {
    fc.assert(
      fc.property(jobs, happenings, (accepted, ahead) => {
        const { status, events } = run(accepted, ahead);
        const ends = events.filter(({ type }) =>
          /^(?!Step).*(Completed|Failed|Planned)$/u.test(type),
        );
        expect(ends).toHaveLength(status === 'NEEDS_OPERATOR' ? 0 : 1);
      }),
      { numRuns: 1_000 },
    );
  });
});
