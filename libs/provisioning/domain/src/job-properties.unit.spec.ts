import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { JOB_ENDS, type JobAccepted } from '@ferrule/provisioning-contracts';
import { dueAt, type Job, jobDecider } from '@ferrule/provisioning-domain';
import fc from 'fast-check';
import { everyJob, NOON } from './spec-jobs.ts';
import { World } from './spec-world.ts';

const { decide, evolve, initial } = jobDecider;

/** What becomes of a command: each of them may happen to any. */
const FATES = [
  'done',
  'done, said twice',
  'done, never said',
  'refused before anything was done',
  'refused half way',
  'never begun, never said',
  'out of reach',
] as const;
type Fate = (typeof FATES)[number];

const fates = fc.array(
  fc.oneof({ weight: 6, arbitrary: fc.constant<Fate>('done') }, fc.constantFrom(...FATES)),
  { maxLength: 60 },
);
const jobs = fc.constantFrom(...everyJob);

/** Runs a job through everything that may happen to it; after the last fate all goes well. */
const run = (accepted: JobAccepted, ahead: readonly Fate[]) => {
  const world = new World(accepted);
  const left = [...ahead];
  let now = NOON;
  let job: Job = initial;
  const take = (command: Parameters<typeof decide>[0]): void => {
    const events = decide(command, job);
    job = events.reduce(evolve, job);
    for (const event of events) world.ask(event);
  };
  take({ type: 'StartJob', data: { accepted, now } });
  for (let round = 0; round < 500; round += 1) {
    if (job === 'none' || JOB_ENDS.includes(job.status)) break;
    const due = dueAt(job);
    // What its own jobs do is never lost on the way.
    const fate = due === null ? 'done' : (left.shift() ?? 'done');
    const answers = world.answer(fate, now);
    for (const answer of answers) take(answer);
    if (answers.length > 0) continue;
    if (due === null) throw new Error('the job has not ended and waits for nothing');
    now = due;
    take({ type: 'WakeJob', data: { now } });
  }
  if (job === 'none') throw new Error('no job began');
  return { status: job.status, residue: world.residue, whole: world.whole };
};

describe('a job, whatever is answered, or not, or twice', () => {
  it('comes to an end, and never waits for nothing', () => {
    fc.assert(
      fc.property(jobs, fates, (accepted, ahead) => {
        expect(JOB_ENDS).toContain(run(accepted, ahead).status);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has done all of it, or nothing is left, or a person is called', () => {
    fc.assert(
      fc.property(jobs, fates, (accepted, ahead) => {
        const { status, residue, whole } = run(accepted, ahead);
        if (status === 'COMPLETED') expect(residue).toEqual(whole);
        else if (status === 'FAILED') expect(residue).toEqual([]);
        else expect(status).toBe('NEEDS_OPERATOR');
      }),
      { numRuns: 2_000 },
    );
  });

  it('frees no address while anything is left on the router', () => {
    fc.assert(
      fc.property(jobs, fates, (accepted, ahead) => {
        const { residue } = run(accepted, ahead);
        if (accepted.type === 'NetworkProvisionAccepted' && residue.length > 0)
          expect(residue[0]).toBe('ipam_allocation 0');
      }),
      { numRuns: 2_000 },
    );
  });
});
