import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { JobAccepted, JobEvent } from '@ferrule/provisioning-contracts';
import {
  effectOf,
  type Job,
  type JobCommand,
  jobDecider,
  WORKFLOWS,
  workflowOf,
} from '@ferrule/provisioning-domain';
import {
  type SagaRun,
  type SagaRunOptions,
  sagaChecks,
  type SagaUnderTest,
} from '@ferrule/testing';
import { RealRows } from './real-rows.ts';
import { jobsOf, NOON, reasonOf } from './sample-jobs.ts';

const { decide, evolve, initial } = jobDecider;

const isIntent = (event: JobEvent) =>
  event.type === 'StepIntended' || event.type === 'StepUndoIntended' ? event : undefined;
const isUndoable = (accepted: JobAccepted, name: string): boolean =>
  workflowOf(accepted).steps.some(
    (step) => step.undoable && (name === step.name || name.startsWith(`${step.name} `)),
  );

/** Runs a job on rows of its own to its end. */
const run = async (
  accepted: JobAccepted,
  { failAt, undoTwice, doTwice }: SagaRunOptions,
): Promise<SagaRun> => {
  const rows = await RealRows.before(accepted);
  const trace: string[] = [];
  let job: Job = initial;
  const carryOut = async (event: JobEvent): Promise<JobCommand[]> => {
    const intent = isIntent(event);
    if (intent === undefined) return [];
    const { step, index = 0 } = intent.data;
    const name = `${step} ${index}`;
    const undoes = intent.type === 'StepUndoIntended';
    trace.push(`${undoes ? 'undo' : 'do'} ${name}`);
    const fails = !undoes && name === failAt;
    // What cannot be undone is refused before it is done; anything else is done, and fails all the same.
    const outcome =
      fails && !isUndoable(accepted, name)
        ? { result: null }
        : await rows.carryOut(effectOf(event, job));
    if (undoes)
      return [{ type: 'ConcludeUndo', data: { now: NOON, steps: [step], index, rollback: null } }];
    const about = { now: NOON, step, index };
    return [
      fails
        ? { type: 'ConcludeStep', data: { ...about, reason: reasonOf('ROUTER_REFUSED') } }
        : { type: 'ConcludeStep', data: { ...about, outcome } },
    ];
  };
  try {
    const commands: JobCommand[] = [{ type: 'StartJob', data: { accepted, now: NOON } }];
    for (let command = commands.shift(); command !== undefined; command = commands.shift()) {
      const decided = decide(command, job);
      job = decided.reduce(evolve, job);
      for (const event of decided) {
        const isTwice = event.type === 'StepUndoIntended' ? undoTwice : doTwice;
        for (let time = isTwice === true ? 2 : 1; time > 0; time -= 1)
          commands.push(...(await carryOut(event)));
      }
    }
    const status = job === 'none' ? 'none' : job.status;
    if (status !== 'COMPLETED' && status !== 'FAILED')
      throw new Error(`the job ended as ${status}`);
    const outcome = status === 'COMPLETED' ? 'completed' : 'undone';
    return { outcome, trace, residue: rows.residue };
  } finally {
    await rows.stop();
  }
};

/** Its steps are known once its plan is. */
const sagaOf = async (accepted: JobAccepted): Promise<SagaUnderTest> => {
  const { trace } = await run(accepted, {});
  const names = trace.map((entry) => entry.slice('do '.length));
  return {
    steps: names.map((name) => ({ name, undoable: isUndoable(accepted, name) })),
    run: (options) => run(accepted, options),
  };
};

const nothing: SagaUnderTest = {
  steps: [{ name: 'none' }],
  run: () => Promise.reject(new Error('it is only asked for its titles')),
};

for (const { name, version } of WORKFLOWS)
  describe(`${name} ${version}, on the rows of a router`, () => {
    for (const [place, { title }] of sagaChecks(nothing).entries())
      it(
        title,
        async () => {
          for (const accepted of jobsOf(name, version)) {
            const checks = sagaChecks(await sagaOf(accepted));
            await checks[place]?.check();
          }
          expect(jobsOf(name, version)).not.toEqual([]);
        },
        300_000,
      );
  });
