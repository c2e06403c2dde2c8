import {
  applyStage,
  dialectOf,
  planChanges,
  planRemoval,
  revertStage,
  type Answer,
  type Dialogue,
  type Resource,
  type RevertOutcome,
  type RouterCommand,
  type StageOutcome,
} from '@ferrule/router-domain';
import type { Plan, RouterFailure, Stage } from '@ferrule/router-contracts';
import type { SimulatedRouter } from '@ferrule/router-simulator-core';

export type Words = readonly string[];

export const wordsOf = ({ command, attributes = {}, query = [] }: RouterCommand): Words => [
  command,
  ...Object.entries(attributes).map(([name, value]) => `=${name}=${value}`),
  ...query,
];

/** Asked before each command: what to answer instead of the truth, and what else to do first. */
export type Meddler = (
  command: RouterCommand,
  writes: boolean,
  run: () => Promise<Answer>,
) => Promise<Answer>;

const honest: Meddler = (_command, _writes, run) => run();

const answerOf = async (router: SimulatedRouter, command: RouterCommand): Promise<Answer> => {
  try {
    const { rows, ret } = await router.run(wordsOf(command));
    return { reply: { rows, ...(ret !== undefined && { ret }) } };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'Trap') throw error;
    return { trap: { message: error.message, category: null } };
  }
};

/** Lets a router answer a dialogue. */
export const drive = async <Result>(
  router: SimulatedRouter,
  dialogue: Dialogue<Result>,
  meddler: Meddler = honest,
): Promise<Result> => {
  let next = dialogue.next();
  while (next.done !== true) {
    const { commands, writes } = next.value;
    const answers: Answer[] = [];
    for (const command of commands)
      answers.push(await meddler(command, writes, () => answerOf(router, command)));
    next = dialogue.next(answers);
  }
  return next.value;
};

/** What a simulated router speaks unless it is told otherwise. */
export const NEWEST = dialectOf('7.24');

export class Refused extends Error {
  constructor(readonly failure: RouterFailure) {
    super(failure.message);
  }
}

export const plan = async (
  router: SimulatedRouter,
  tag: string,
  wanted: readonly Resource[],
  meddler?: Meddler,
): Promise<Plan> => {
  const planned = await drive(router, planChanges(tag, wanted, NEWEST), meddler);
  if ('failure' in planned) throw new Refused(planned.failure);
  return planned.plan;
};

export const planToRemove = async (router: SimulatedRouter, tag: string): Promise<Plan> => {
  const planned = await drive(router, planRemoval(tag, NEWEST));
  if ('failure' in planned) throw new Refused(planned.failure);
  return planned.plan;
};

export interface Applied {
  /** Those that were begun. */
  readonly stages: readonly Stage[];
  readonly outcomes: readonly StageOutcome[];
  readonly failure: RouterFailure | null;
}

/** Stage by stage, until one fails. */
export const apply = async (
  router: SimulatedRouter,
  { stages }: Plan,
  meddler?: Meddler,
): Promise<Applied> => {
  const outcomes: StageOutcome[] = [];
  for (const stage of stages) {
    const outcome = await drive(router, applyStage(stage), meddler);
    outcomes.push(outcome);
    if (outcome.failure !== null) break;
  }
  return {
    stages: stages.slice(0, outcomes.length),
    outcomes,
    failure: outcomes.at(-1)?.failure ?? null,
  };
};

/** Every stage that was begun, from the last to the first. */
export const revert = async (
  router: SimulatedRouter,
  stages: readonly Stage[],
): Promise<readonly RevertOutcome[]> => {
  const outcomes: RevertOutcome[] = [];
  for (const stage of stages.toReversed()) outcomes.push(await drive(router, revertStage(stage)));
  return outcomes;
};
