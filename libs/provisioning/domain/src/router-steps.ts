import {
  LONGEST_WRITE_MS,
  type Plan,
  type RouterRef,
  type Stage,
  type Wish,
} from '@ferrule/router-contracts';
import type { Results, Retry, Situation, StepDefinition } from './workflow.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Of what a plan is about, and where. */
export interface RouterWork extends RouterRef {
  readonly jobId: string;
  readonly tag: string;
  readonly wish: Wish;
}

type WorkOf<Input> = (input: Input, results: Results) => RouterWork;

/** A router that does not answer is waited for: what is on it stays there until it does. */
const UNTIL_IT_ANSWERS: Retry = {
  firstMs: 5 * SECOND,
  mostMs: 10 * MINUTE,
  giveUpAfterMs: 24 * 60 * MINUTE,
};

const planOf = ({ plan }: Results): Plan => {
  if (plan === null) throw new TypeError('a stage is asked for before there is a plan');
  return plan;
};

const isActivation = ({ phase }: Stage): boolean => phase === 'activation';

/** What is enabled at the end; a plan that finds everything enabled has no such stage. */
const activationOf = ({ stages }: Plan): { readonly index: number; readonly stage: Stage } => {
  const index = stages.findIndex(isActivation);
  const stage = stages[index];
  return stage ? { index, stage } : { index: stages.length, stage: noActivation };
};
const noActivation: Stage = { phase: 'activation', changes: [] };

export const applyPlaces = (results: Results): readonly number[] =>
  planOf(results).stages.flatMap((stage, place) => (isActivation(stage) ? [] : [place]));

export const activationPlace = (results: Results): number => activationOf(planOf(results)).index;

/** Asks the router's gateway what it would change. Nothing is written. */
export const routerPlan = <Input>(work: WorkOf<Input>): StepDefinition<Input> => ({
  name: 'router_plan',
  do: ({ input, results, notAfter }) => ({
    type: 'PlanChanges',
    data: { ...work(input, results), notAfter },
  }),
  undo: null,
  // Within what a caller waits by default: nothing is written yet, so it may as well be told.
  timeoutMs: 20 * SECOND,
  retry: UNTIL_IT_ANSWERS,
});

const order = <Input>(
  work: WorkOf<Input>,
  { input, results, index, notAfter }: Situation<Input>,
  stage: Stage,
) => {
  const { datacenter, router, jobId, tag } = work(input, results);
  return { datacenter, router, jobId, tag, notAfter, index, stage };
};

const stageAt = ({ results, index }: Pick<Situation<unknown>, 'results' | 'index'>): Stage => {
  const stage = planOf(results).stages[index];
  if (stage === undefined) throw new TypeError(`the plan has no stage ${index}`);
  return stage;
};

/** One command for each stage of the plan, in their order. */
export const routerApply = <Input>(work: WorkOf<Input>): StepDefinition<Input> => ({
  name: 'router_apply',
  places: applyPlaces,
  do: (situation) => ({
    type: 'ApplyStage',
    data: order(work, situation, stageAt(situation)),
  }),
  undo: (situation) => ({
    type: 'RevertStage',
    data: order(work, situation, stageAt(situation)),
  }),
  timeoutMs: MINUTE,
  lastsMs: LONGEST_WRITE_MS,
  retry: UNTIL_IT_ANSWERS,
});

/** Enables the network, and reads the router back. */
export const routerActivate = <Input>(work: WorkOf<Input>): StepDefinition<Input> => ({
  name: 'router_activate',
  places: (results) => [activationPlace(results)],
  do: (situation) => {
    const plan = planOf(situation.results);
    return {
      type: 'ActivateNetwork',
      data: { ...order(work, situation, activationOf(plan).stage), verify: plan.stages },
    };
  },
  undo: (situation) => ({
    type: 'RevertStage',
    data: order(work, situation, activationOf(planOf(situation.results)).stage),
  }),
  timeoutMs: MINUTE,
  lastsMs: LONGEST_WRITE_MS,
  retry: UNTIL_IT_ANSWERS,
});
