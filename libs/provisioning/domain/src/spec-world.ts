import type { JobAccepted, JobEvent } from '@ferrule/provisioning-contracts';
import type { Plan } from '@ferrule/router-contracts';
import { effectOf, type JobCommand, jobDecider } from './job.ts';
import type { Job } from './job-state.ts';
import { allocation, basePlan, NOON, plan, reasonOf } from './spec-jobs.ts';
import type { Effect } from './workflow.ts';
import { workflowOf } from './workflows.ts';

// For the specs of this library alone: everybody that a job talks to, in the smallest form that has
// something to leave behind.

export interface WorldOptions {
  readonly failAt?: string;
  readonly undoTwice?: boolean;
  readonly doTwice?: boolean;
}

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

/** What the other service answers. */
const answer = (effect: Effect, accepted: JobAccepted, fails: boolean): JobCommand => {
  const { name, undoes } = nameOf(effect);
  const index = Number(name.split(' ')[1]);
  if (undoes)
    return {
      type: 'ConcludeUndo',
      data: {
        now: NOON,
        index,
        steps:
          effect.type === 'ReleaseNetwork'
            ? ['ipam_allocation']
            : ['router_apply', 'router_activate'],
        rollback: null,
      },
    };
  const step = workflowOf(accepted).steps.find((each) => name.startsWith(`${each.name} `))?.name;
  if (step === undefined) throw new Error(`nobody asked for ${name}`);
  if (fails)
    return {
      type: 'ConcludeStep',
      data: { now: NOON, step, index, reason: reasonOf('ROUTER_REFUSED') },
    };
  return {
    type: 'ConcludeStep',
    data: {
      now: NOON,
      step,
      index,
      outcome: {
        result: effect.type === 'AllocateNetwork' ? allocation : null,
        ...(effect.type === 'PlanChanges' && { plan: planOf(accepted) }),
      },
    },
  };
};

/** Runs a job to its end, in a world of its own. */
export const runJob = (accepted: JobAccepted, { failAt, undoTwice, doTwice }: WorldOptions) => {
  const { decide, evolve, initial } = jobDecider;
  const undoable = new Set(
    actionsOf(accepted).flatMap(({ name, undoable: is }) => (is ? [name] : [])),
  );
  const left = new Set<string>();
  const trace: string[] = [];
  const events: JobEvent[] = [];
  let job: Job = initial;
  const carryOut = (effect: Effect): JobCommand => {
    const { name, undoes } = nameOf(effect);
    trace.push(`${undoes ? 'undo' : 'do'} ${name}`);
    if (trace.length > 100) throw new Error(`the job goes round in circles at ${name}`);
    if (undoes) left.delete(name);
    else if (undoable.has(name)) left.add(name);
    return answer(effect, accepted, name === failAt);
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
  return { status: job.status, trace, residue: [...left], events };
};
