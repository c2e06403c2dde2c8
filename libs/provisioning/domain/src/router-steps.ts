import {
  type CancelStage,
  LONGEST_WRITE_MS,
  type Plan,
  type RouterRef,
  type Stage,
  undoText,
  type Wish,
} from '@ferrule/router-contracts';
import type { Results, Retry, Situation, StepDefinition } from './workflow.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Of what a plan is about, and where. */
export interface RouterWork extends RouterRef {
  readonly jobId: string;
  readonly tag: string;
  /** Null: everything that carries the tag is to go. */
  readonly wish: Wish | null;
}

type WorkOf<Input> = (input: Input, results: Results) => RouterWork;

/** A router that does not answer is waited for: what is on it stays there until it does. */
const UNTIL_IT_ANSWERS: Retry = {
  firstMs: 5 * SECOND,
  mostMs: 10 * MINUTE,
  giveUpAfterMs: 24 * 60 * MINUTE,
};

/** What is half written is finished rather than undone if the router comes back after a restart. */
const WHILE_IT_RESTARTS: Retry = {
  firstMs: 5 * SECOND,
  mostMs: MINUTE,
  giveUpAfterMs: 4 * MINUTE,
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
  router: (input, results) => work(input, results).router,
  // All attempts within what a caller waits by default: nothing is written yet, so it may as well be told.
  timeoutMs: 10 * SECOND,
  retry: UNTIL_IT_ANSWERS,
  again: { firstMs: SECOND, mostMs: 4 * SECOND, giveUpAfterMs: 6 * SECOND },
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

/** Ends a stage that is being applied between two of its commands; it is answered all the same. */
const cancelled = <Input>(
  work: WorkOf<Input>,
  { input, results, notAfter }: Situation<Input>,
): CancelStage => {
  const { datacenter, router, jobId, tag } = work(input, results);
  return { type: 'CancelStage', data: { datacenter, router, jobId, tag, notAfter } };
};

/** What of a stage stays on its router when nobody takes it off, and what somebody would type there. */
const leftOn = (router: string, { changes }: Stage) => ({
  where: router,
  what: [...new Set(changes.map(({ path }) => path))].join(', '),
  commands: changes.toReversed().map(undoText),
});

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
  cancel: (situation) => cancelled(work, situation),
  left: (situation) => leftOn(work(situation.input, situation.results).router, stageAt(situation)),
  router: (input, results) => work(input, results).router,
  timeoutMs: MINUTE,
  lastsMs: LONGEST_WRITE_MS,
  retry: UNTIL_IT_ANSWERS,
  again: WHILE_IT_RESTARTS,
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
  cancel: (situation) => cancelled(work, situation),
  left: ({ input, results }) =>
    leftOn(work(input, results).router, activationOf(planOf(results)).stage),
  router: (input, results) => work(input, results).router,
  timeoutMs: MINUTE,
  lastsMs: LONGEST_WRITE_MS,
  retry: UNTIL_IT_ANSWERS,
  again: WHILE_IT_RESTARTS,
});
