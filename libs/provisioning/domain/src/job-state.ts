import type {
  ByOperator,
  JobAccepted,
  JobState,
  JobStep,
  LeftBehind,
  Reason,
} from '@ferrule/provisioning-contracts';
import type { RollbackResult } from '@ferrule/router-contracts';
import type { Action, Results } from './workflow.ts';

/** What was asked for and has not been answered. */
export interface Waiting {
  readonly action: Action;
  readonly direction: 'do' | 'undo';
  /** Milliseconds since 1970; null: nothing ends it. */
  readonly notAfter: number | null;
  readonly attempt: number;
}

/** What met nobody, and when it is tried again. */
export interface Postponed {
  readonly action: Action;
  readonly direction: 'do' | 'undo';
  readonly attempt: number;
  readonly again: number;
  readonly reason: Reason;
}

/** An undo that was refused: a person has to see to it. */
export interface Stuck {
  readonly action: Action;
  readonly attempt: number;
  readonly reason: Reason;
  readonly rollback: RollbackResult | null;
}

export interface KnownJob {
  readonly accepted: JobAccepted;
  readonly status: JobState;
  /** What it would be doing if nobody had paused it. */
  readonly phase: Exclude<JobState, 'PAUSED'>;
  readonly warnings: readonly string[];
  readonly skipped: readonly string[];
  readonly results: Results;
  /** What has an intent and is not undone, in the order of the intents. */
  readonly begun: readonly Action[];
  /** The last step that came to an end: the next one is behind it. */
  readonly done: Action | null;
  readonly waiting: Waiting | null;
  readonly postponed: Postponed | null;
  readonly queued: { readonly key: string; readonly behind: string | null } | null;
  readonly paused: (ByOperator & { readonly at: string }) | null;
  readonly isCancelled: boolean;
  /** Milliseconds since 1970: what is not done by then is undone. */
  readonly deadline: number | null;
  /** Why everything is undone. */
  readonly failure: { readonly step: JobStep; readonly reason: Reason } | null;
  /** By when the step, or the undo, that is at hand was first to be answered. */
  readonly triedSince: number | null;
  readonly stuck: Stuck | null;
  readonly rollback: RollbackResult | null;
  readonly left: readonly LeftBehind[];
}

export type Job = 'none' | KnownJob;

export const addRollbacks = (
  before: RollbackResult | null,
  more: RollbackResult | null,
): RollbackResult | null =>
  before === null || more === null
    ? (before ?? more)
    : {
        TotalResources: before.TotalResources + more.TotalResources,
        Removed: before.Removed + more.Removed,
        Failed: before.Failed + more.Failed,
        Errors: [...before.Errors, ...more.Errors],
      };

export const isSame = (one: Action, other: Action): boolean =>
  one.step === other.step && one.index === other.index;

export const actionOf = ({
  step,
  index,
}: {
  readonly step: JobStep;
  readonly index?: number;
}): Action => ({ step, index: index ?? 0 });
