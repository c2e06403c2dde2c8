import type { JobAccepted, JobEvent } from '@ferrule/provisioning-contracts';
import type { Plan } from '@ferrule/router-contracts';
import { effectOf, type JobCommand, jobDecider } from './job.ts';
import type { Job } from './job-state.ts';
import { allocation, basePlan, NOON, plan, reasonOf } from './spec-jobs.ts';
import type { Effect } from './workflow.ts';
import { workflowOf } from './workflows.ts';

// For the specs of this library alone: everybody that a job talks to, in the smallest form that has
// something to leave behind.

const planOf = ({ type }: JobAccepted): Plan =>
  type === 'NetworkProvisionAccepted' ? plan : basePlan;

/** What a job carries out when all goes well, from its own table. */
export const actionsOf = (accepted: JobAccepted) =>
  workflowOf(accepted).steps.flatMap(({ name, absent, undoable, places }) =>
    absent === null
      ? places({ allocation, plan: planOf(accepted) }).map((index) => ({
          name: `${name} ${index}`,
          undoable,
        }))
      : [],
  );

const nameOf = (effect: Effect): { readonly name: string; readonly undoes: boolean } => {
  switch (effect.type) {
    case 'AllocateNetwork':
      return { name: 'ipam_allocation 0', undoes: false };
    case 'ReleaseNetwork':
      return { name: 'ipam_allocation 0', undoes: true };
    case 'PlanChanges':
      return { name: 'router_plan 0', undoes: false };
    case 'ApplyStage':
      return { name: `router_apply ${effect.data.index}`, undoes: false };
    case 'ActivateNetwork':
      return { name: `router_activate ${effect.data.index}`, undoes: false };
    case 'RevertStage': {
      const step = effect.data.stage.phase === 'activation' ? 'router_activate' : 'router_apply';
      return { name: `${step} ${effect.data.index}`, undoes: true };
    }
  }
};

/** What the other service answers; with a code, that something stood in the way. */
const answerTo = (
  effect: Effect,
  accepted: JobAccepted,
  now: number,
  code?: string,
  nothingDone?: true,
): JobCommand => {
  const { name, undoes } = nameOf(effect);
  const [, place] = name.split(' ');
  const index = Number(place);
  const reason = code === undefined ? undefined : reasonOf(code);
  if (undoes)
    return {
      type: 'ConcludeUndo',
      data: {
        now,
        index,
        steps:
          effect.type === 'ReleaseNetwork'
            ? ['ipam_allocation']
            : ['router_apply', 'router_activate'],
        rollback: null,
        ...(reason && { reason }),
      },
    };
  const step = workflowOf(accepted).steps.find((each) => name.startsWith(`${each.name} `))?.name;
  if (step === undefined) throw new Error(`nobody asked for ${name}`);
  if (reason)
    return {
      type: 'ConcludeStep',
      data: { now, step, index, reason, ...(nothingDone && { nothingDone }) },
    };
  const outcome = {
    result: effect.type === 'AllocateNetwork' ? allocation : null,
    ...(effect.type === 'PlanChanges' && { plan: planOf(accepted) }),
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
  const carryOut = (effect: Effect): JobCommand => {
    const { name, undoes } = nameOf(effect);
    trace.push(`${undoes ? 'undo' : 'do'} ${name}`);
    if (trace.length > 100) throw new Error(`the job goes round in circles at ${name}`);
    world.carryOut(effect);
    const fails = !undoes && name === failAt;
    return answerTo(effect, accepted, NOON, fails ? 'ROUTER_REFUSED' : undefined);
  };
  const commands: JobCommand[] = [{ type: 'StartJob', data: { accepted, now: NOON } }];
  for (let command = commands.shift(); command !== undefined; command = commands.shift()) {
    const decided = decide(command, job);
    events.push(...decided);
    job = decided.reduce(evolve, job);
    for (const event of decided) {
      const effect = effectOf(event, job);
      if (effect === undefined) continue;
      const isTwice = nameOf(effect).undoes ? undoTwice : doTwice;
      for (let time = isTwice === true ? 2 : 1; time > 0; time -= 1)
        commands.push(carryOut(effect));
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
  #asked: Effect | undefined;

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

  carryOut(effect: Effect): void {
    const { name, undoes } = nameOf(effect);
    if (undoes) this.#left.delete(name);
    else if (this.#undoable.includes(name)) this.#left.add(name);
  }

  /** Takes the command of an intent. There is never a second one while the first is not over. */
  ask(event: JobEvent, job: Job): void {
    const effect = effectOf(event, job);
    if (effect === undefined) return;
    if (this.#asked) throw new Error(`${effect.type} overtakes ${this.#asked.type}`);
    this.#asked = effect;
  }

  /** Carries out what was asked for, or does not, and says so, or does not. */
  answer(fate: string, now: number): readonly JobCommand[] {
    const effect = this.#asked;
    if (effect === undefined) return [];
    this.#asked = undefined;
    const say = (code?: string, nothingDone?: true) =>
      answerTo(effect, this.#accepted, now, code, nothingDone);
    if (fate.startsWith('done') || fate === 'refused half way') this.carryOut(effect);
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
