import type { AllocateNetwork, NameCommand, ReleaseNetwork } from '@ferrule/ipam-contracts';
import type {
  AllocationResult,
  BatchSummary,
  JobAccepted,
  JobEvent,
  JobRef,
  JobStep,
  LeftBehind,
  Reason,
} from '@ferrule/provisioning-contracts';
import type {
  ActivateNetwork,
  ApplyStage,
  CancelStage,
  PlanChanges,
  Plan,
  RevertStage,
  RollbackResult,
} from '@ferrule/router-contracts';

/** What a step asks of another service. */
export type Effect =
  | AllocateNetwork
  | ReleaseNetwork
  | Exclude<NameCommand, { type: 'ReconcileNames' }>
  | PlanChanges
  | ApplyStage
  | ActivateNetwork
  | RevertStage
  | CancelStage;

/** What the steps so far have brought. */
export interface Results {
  readonly allocation: AllocationResult | null;
  readonly plan: Plan | null;
  readonly children: BatchSummary | null;
}

/** What a step is carried out with. */
export interface Situation<Input> {
  readonly input: Input;
  readonly results: Results;
  /** The place in the plan of what it is about; 0 for a step that there is once. */
  readonly index: number;
  /** RFC 3339. Later than this it must not begin. */
  readonly notAfter: string;
}

/** How what met nobody is tried again. */
export interface Retry {
  readonly firstMs: number;
  readonly mostMs: number;
  /** After a step everything is undone then; after an undo a person has to see to it. */
  readonly giveUpAfterMs: number;
}

/** One line of a workflow. */
export type StepDefinition<Input> = { readonly name: JobStep } & (
  | {
      /** Where in the plan it is carried out, one after the other; once unless said otherwise. */
      readonly places?: (results: Results, input: Input) => readonly number[];
      readonly do: (situation: Situation<Input>) => Effect;
      /** Null: it changes nothing. */
      readonly undo: ((situation: Situation<Input>) => Effect) | null;
      readonly timeoutMs: number;
      /** So long after that what was begun in time may still go on; no time at all unless said otherwise. */
      readonly lastsMs?: number;
      /** Of its undo. */
      readonly retry: Retry;
      /** Of itself; without it the first time that nobody is met is the last. */
      readonly again?: Retry;
      /** Takes back what was asked for while it may still be under way. It is answered all the same. */
      readonly cancel?: (situation: Situation<Input>) => Effect;
      /** The router that it is carried out on. */
      readonly router?: (input: Input, results: Results) => string;
      /** What it leaves where, when nobody undoes it. */
      readonly left?: (
        situation: Situation<Input>,
      ) => Pick<LeftBehind, 'where' | 'what' | 'commands'>;
      /** Nothing after it needs it: an operator may leave it out. */
      readonly mayBeLeftOut?: true;
      /** Once it is asked for the job is not cancelled any more. */
      readonly isFinal?: true;
    }
  /** Jobs of their own, which end each in its own way; it is over when all of them are. */
  | { readonly jobs: (input: Input) => readonly JobAccepted[] }
  /** Nobody carries it out, and why: a step is never passed over in silence. */
  | { readonly absent: (input: Input) => string }
);

/** A step at its place: what is intended, answered and undone. */
export interface Action {
  readonly step: JobStep;
  readonly index: number;
}

/** A step as answers list it: what of a job it stands for. */
export interface ShownStep {
  readonly step: JobStep;
  readonly parts: readonly Action[];
  /** Why it has no part. */
  readonly skipped?: string;
}

export interface Workflow<Input> {
  readonly name: string;
  /** A job keeps the version that it was started with. */
  readonly version: number;
  readonly steps: readonly StepDefinition<Input>[];
  /** From its first step on; it stands still while the job is paused or its router in maintenance. */
  readonly deadlineMs?: number;
  /** What only one job at a time may work on, in words; its network unless said otherwise. */
  readonly key?: (this: void, input: Input) => string;
  shows(this: void, input: Input, results: Results): readonly ShownStep[];
  completed(this: void, input: Input, end: Completion): JobEvent;
  failed(this: void, input: Input, end: Failure): JobEvent;
}

export interface Completion {
  readonly results: Results;
  readonly warnings: readonly string[];
  /** Why steps were left out. */
  readonly skipped: readonly string[];
}

export interface Failure {
  readonly results: Results;
  readonly step: JobStep;
  readonly reason: Reason;
  readonly rollback: RollbackResult | null;
}

/** A step that knows what its job is about. */
export interface BoundStep {
  readonly name: JobStep;
  readonly absent: string | null;
  places(this: void, results: Results): readonly number[];
  readonly undoable: boolean;
  readonly timeoutMs: number;
  readonly lastsMs: number;
  readonly retry: Retry;
  readonly again: Retry | null;
  readonly mayBeLeftOut: boolean;
  readonly isFinal: boolean;
  jobs(this: void): readonly JobAccepted[];
  router(this: void, results: Results): string | null;
  cancel(this: void, situation: Omit<Situation<unknown>, 'input'>): Effect | undefined;
  left(
    this: void,
    situation: Omit<Situation<unknown>, 'input'>,
  ): Pick<LeftBehind, 'where' | 'what' | 'commands'> | undefined;
  do(this: void, situation: Omit<Situation<unknown>, 'input'>): Effect | undefined;
  undo(this: void, situation: Omit<Situation<unknown>, 'input'>): Effect | undefined;
}

/** A workflow that knows what its job is about. */
export interface JobWorkflow {
  readonly name: string;
  readonly version: number;
  readonly ref: JobRef;
  readonly key: string | null;
  readonly deadlineMs: number | null;
  readonly steps: readonly BoundStep[];
  shows(this: void, results: Results): readonly ShownStep[];
  completed(this: void, end: Completion): JobEvent;
  failed(this: void, end: Failure): JobEvent;
}

const NO_RETRY: Retry = { firstMs: 0, mostMs: 0, giveUpAfterMs: 0 };

/** A step that nobody is asked for. */
const NOBODY = {
  absent: null,
  places: () => [0],
  undoable: false,
  timeoutMs: Infinity,
  lastsMs: 0,
  retry: NO_RETRY,
  again: null,
  mayBeLeftOut: false,
  isFinal: false,
  jobs: () => [],
  router: () => null,
  cancel: () => undefined,
  left: () => undefined,
  do: () => undefined,
  undo: () => undefined,
} satisfies Omit<BoundStep, 'name'>;

const bindStep = <Input>(step: StepDefinition<Input>, input: Input): BoundStep => {
  const { name } = step;
  if ('absent' in step) return { ...NOBODY, name, absent: step.absent(input), places: () => [] };
  if ('jobs' in step) return { ...NOBODY, name, jobs: () => step.jobs(input) };
  return {
    ...NOBODY,
    name,
    places: (results) => step.places?.(results, input) ?? [0],
    undoable: step.undo !== null,
    timeoutMs: step.timeoutMs,
    lastsMs: step.lastsMs ?? 0,
    retry: step.retry,
    again: step.again ?? null,
    mayBeLeftOut: step.mayBeLeftOut ?? false,
    isFinal: step.isFinal ?? false,
    router: (results) => step.router?.(input, results) ?? null,
    cancel: (situation) => step.cancel?.({ ...situation, input }),
    left: (situation) => step.left?.({ ...situation, input }),
    do: (situation) => step.do({ ...situation, input }),
    undo: (situation) => step.undo?.({ ...situation, input }),
  };
};

export const bind = <Input>(
  { name, version, steps, key, deadlineMs, shows, completed, failed }: Workflow<Input>,
  ref: JobRef,
  input: Input,
): JobWorkflow => ({
  name,
  version,
  ref,
  key: key?.(input) ?? (ref.networkId === null ? null : `network ${ref.networkId}`),
  deadlineMs: deadlineMs ?? null,
  steps: steps.map((step) => bindStep(step, input)),
  shows: (results) => shows(input, results),
  completed: (end) => completed(input, end),
  failed: (end) => failed(input, end),
});
