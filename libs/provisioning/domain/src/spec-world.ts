import type { BatchSummary, JobAccepted, JobEvent } from '@ferrule/provisioning-contracts';
import { type JobCommand, jobDecider } from './job.ts';
import { actionOf, type Job } from './job-state.ts';
import { allocation, basePlan, NOON, plan, reasonOf } from './spec-jobs.ts';
import type { Action, Results } from './workflow.ts';
import { workflowOf } from './workflows.ts';

// For the specs of this library alone: everybody that a job talks to, in the smallest form that has
// something to leave behind. It knows no workflow: what is intended is what is carried out.

const children: BatchSummary = {
  ...{ total: 3, completed: 3, failed: 0, cancelled: 0, needsOperator: 0 },
};

const resultsOf = ({ type }: JobAccepted): Results => ({
  allocation,
  plan: type === 'DatacenterPrepareAccepted' ? basePlan : plan,
  children,
});

const nameOf = ({ step, index }: Action): string => `${step} ${index}`;

/** What a job carries out when all goes well, from its own table. */
export const actionsOf = (accepted: JobAccepted) =>
  workflowOf(accepted).steps.flatMap(({ name, absent, undoable, places }) =>
    absent === null
      ? places(resultsOf(accepted)).map((index) => ({
          name: nameOf({ step: name, index }),
          undoable,
        }))
      : [],
  );

/** What an event asks somebody for. */
export interface Asked {
  readonly action: Action;
  readonly undoes: boolean;
}

export const askedBy = (event: JobEvent): Asked | undefined =>
  event.type === 'StepIntended' || event.type === 'StepUndoIntended'
    ? { action: actionOf(event.data), undoes: event.type === 'StepUndoIntended' }
    : undefined;

/** What the other service answers; with a code, that something stood in the way. */
export const answerTo = (
  { action, undoes }: Asked,
  accepted: JobAccepted,
  now: number,
  code?: string,
  nothingDone?: true,
): JobCommand => {
  const { step, index } = action;
  const reason = code === undefined ? undefined : reasonOf(code);
  if (undoes)
    return {
      type: 'ConcludeUndo',
      data: { now, index, steps: [step], rollback: null, ...(reason && { reason }) },
    };
  if (reason)
    return {
      type: 'ConcludeStep',
      data: { now, step, index, reason, ...(nothingDone && { nothingDone }) },
    };
  const results = resultsOf(accepted);
  const outcome = {
    result: step === 'ipam_allocation' ? results.allocation : null,
    ...(step === 'router_plan' && results.plan !== null && { plan: results.plan }),
    ...(step === 'child_jobs' && { children }),
  };
  return { type: 'ConcludeStep', data: { now, step, index, outcome } };
};

export interface RunOptions {
  readonly failAt?: string;
  readonly undoTwice?: boolean;
  readonly doTwice?: boolean;
}

/** Runs a job to its end, in a world of its own. */
export const runJob = (accepted: JobAccepted, { failAt, undoTwice, doTwice }: RunOptions) => {
  const { decide, evolve, initial } = jobDecider;
  const world = new World(accepted);
  const trace: string[] = [];
  const events: JobEvent[] = [];
  let job: Job = initial;
  const carryOut = (asked: Asked): JobCommand => {
    const name = nameOf(asked.action);
    trace.push(`${asked.undoes ? 'undo' : 'do'} ${name}`);
    if (trace.length > 100) throw new Error(`the job goes round in circles at ${name}`);
    world.carryOut(asked);
    const fails = !asked.undoes && name === failAt;
    return answerTo(asked, accepted, NOON, fails ? 'ROUTER_REFUSED' : undefined);
  };
  const commands: JobCommand[] = [{ type: 'StartJob', data: { accepted, now: NOON } }];
  for (let command = commands.shift(); command !== undefined; command = commands.shift()) {
    const decided = decide(command, job);
    events.push(...decided);
    job = decided.reduce(evolve, job);
    for (const event of decided) {
      const asked = askedBy(event);
      if (asked === undefined) continue;
      const isTwice = asked.undoes ? undoTwice : doTwice;
      for (let time = isTwice === true ? 2 : 1; time > 0; time -= 1) commands.push(carryOut(asked));
    }
  }
  if (job === 'none') throw new Error('no job began');
  return { status: job.status, trace, residue: world.residue, events };
};

/** What is there of a job outside of it, and the one command that is on its way. */
export class World {
  readonly #accepted: JobAccepted;
  readonly #undoable: readonly string[];
  readonly #left = new Set<string>();
  #asked: Asked | undefined;

  constructor(accepted: JobAccepted) {
    this.#accepted = accepted;
    this.#undoable = actionsOf(accepted).flatMap(({ name, undoable }) => (undoable ? [name] : []));
  }

  /** In the order of doing. */
  get residue(): readonly string[] {
    return this.#undoable.filter((name) => this.#left.has(name));
  }

  get whole(): readonly string[] {
    return this.#undoable;
  }

  carryOut({ action, undoes }: Asked): void {
    const name = nameOf(action);
    if (undoes) this.#left.delete(name);
    else if (this.#undoable.includes(name)) this.#left.add(name);
  }

  /** Takes the command of an intent. There is never a second one while the first is not over. */
  ask(event: JobEvent): void {
    const asked = askedBy(event);
    if (asked === undefined) return;
    if (this.#asked)
      throw new Error(`${nameOf(asked.action)} overtakes ${nameOf(this.#asked.action)}`);
    this.#asked = asked;
  }

  /** Carries out what was asked for, or does not, and says so, or does not. */
  answer(fate: string, now: number): readonly JobCommand[] {
    const asked = this.#asked;
    if (asked === undefined) return [];
    this.#asked = undefined;
    const say = (code?: string, nothingDone?: true) =>
      answerTo(asked, this.#accepted, now, code, nothingDone);
    if (fate.startsWith('done') || fate === 'refused half way') this.carryOut(asked);
    switch (fate) {
      case 'done':
        return [say()];
      case 'done, said twice':
        return [say(), say()];
      case 'refused before anything was done':
        return [say('ROUTER_REFUSED', true)];
      case 'refused half way':
        return [say('ROUTER_REFUSED')];
      case 'out of reach':
        return [say('ROUTER_UNREACHABLE')];
      default:
        return [];
    }
  }
}
