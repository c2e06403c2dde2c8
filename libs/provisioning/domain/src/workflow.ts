import type { AllocateNetwork, ReleaseNetwork } from '@ferrule/ipam-contracts';
import type {
  AllocationResult,
  JobEvent,
  JobRef,
  JobStep,
  Reason,
} from '@ferrule/provisioning-contracts';
import type {
  ActivateNetwork,
  ApplyStage,
  PlanChanges,
  Plan,
  RevertStage,
  RollbackResult,
} from '@ferrule/router-contracts';

/** What a step asks of another service. */
export type Effect =
  AllocateNetwork | ReleaseNetwork | PlanChanges | ApplyStage | ActivateNetwork | RevertStage;

/** What the steps so far have brought. */
export interface Results {
  readonly allocation: AllocationResult | null;
  readonly plan: Plan | null;
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

/** How an undo that met nobody is tried again. */
export interface Retry {
  readonly firstMs: number;
  readonly mostMs: number;
  /** Then a person has to see to it. */
  readonly giveUpAfterMs: number;
}

/** One line of a workflow. */
export type StepDefinition<Input> = { readonly name: JobStep } & (
  | {
      /** Where in the plan it is carried out, one after the other; once unless said otherwise. */
      readonly places?: (results: Results) => readonly number[];
      readonly do: (situation: Situation<Input>) => Effect;
      /** Null: it changes nothing. */
      readonly undo: ((situation: Situation<Input>) => Effect) | null;
      readonly timeoutMs: number;
      /** So long after that what was begun in time may still go on; no time at all unless said otherwise. */
      readonly lastsMs?: number;
      /** Of its undo. */
      readonly retry: Retry;
    }
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
  readonly step: JobStep;
  readonly reason: Reason;
  readonly rollback: RollbackResult | null;
}

interface Bound {
  readonly name: JobStep;
  readonly absent: string | null;
  places(this: void, results: Results): readonly number[];
  readonly undoable: boolean;
  readonly timeoutMs: number;
  readonly lastsMs: number;
  readonly retry: Retry;
  do(this: void, situation: Omit<Situation<unknown>, 'input'>): Effect | undefined;
  undo(this: void, situation: Omit<Situation<unknown>, 'input'>): Effect | undefined;
}

/** A workflow that knows what its job is about. */
export interface JobWorkflow {
  readonly name: string;
  readonly version: number;
  readonly ref: JobRef;
  readonly steps: readonly Bound[];
  shows(this: void, results: Results): readonly ShownStep[];
  completed(this: void, end: Completion): JobEvent;
  failed(this: void, end: Failure): JobEvent;
}

const NO_RETRY: Retry = { firstMs: 0, mostMs: 0, giveUpAfterMs: 0 };

export const bind = <Input>(
  { name, version, steps, shows, completed, failed }: Workflow<Input>,
  ref: JobRef,
  input: Input,
): JobWorkflow => ({
  name,
  version,
  ref,
  steps: steps.map((step): Bound => {
    if ('absent' in step)
      return {
        name: step.name,
        absent: step.absent(input),
        places: () => [],
        undoable: false,
        timeoutMs: 0,
        lastsMs: 0,
        retry: NO_RETRY,
        do: () => undefined,
        undo: () => undefined,
      };
    return {
      name: step.name,
      absent: null,
      places: step.places ?? (() => [0]),
      undoable: step.undo !== null,
      timeoutMs: step.timeoutMs,
      lastsMs: step.lastsMs ?? 0,
      retry: step.retry,
      do: (situation) => step.do({ ...situation, input }),
      undo: (situation) => step.undo?.({ ...situation, input }),
    };
  }),
  shows: (results) => shows(input, results),
  completed: (end) => completed(input, end),
  failed: (end) => failed(input, end),
});
