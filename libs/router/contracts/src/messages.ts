import type { Command, Event } from '@ferrule/kernel';
import type { ChangeReport, Plan, RouterFailure, Stage } from './plan.ts';
import type { Wish } from './wish.ts';

/** One router of one datacenter: both are opaque ids. */
export interface RouterRef {
  readonly datacenter: string;
  readonly router: string;
}

interface RouterOrder extends RouterRef {
  readonly jobId: string;
  /** Everything that it makes carries this comment, exactly. */
  readonly tag: string;
  /** RFC 3339. Later than this nothing is begun: it is refused as an answer. */
  readonly notAfter: string;
}

/** What a router needs for a wish, with the before-image of every row. Nothing is written. */
export type PlanChanges = Command<
  'PlanChanges',
  RouterOrder & {
    /** Null: everything that carries the tag is to go. */
    readonly wish: Wish | null;
  }
>;

interface StageOrder extends RouterOrder {
  /** Its place in the plan, from 0. */
  readonly index: number;
  readonly stage: Stage;
}

export type ApplyStage = Command<'ApplyStage', StageOrder>;
/** The last stage: enables the network, then reads back everything that the plan wanted and compares. */
export type ActivateNetwork = Command<
  'ActivateNetwork',
  StageOrder & { readonly verify: readonly Stage[] }
>;
/** Undoes what of a stage was done, whether or not it is known how far that was. */
export type RevertStage = Command<'RevertStage', StageOrder>;
/** Ends the stage of this job that is being applied, between two of its commands. */
export type CancelStage = Command<'CancelStage', RouterOrder>;
/** Removes everything that carries the tag, without a plan; for operators. */
export type CleanTag = Command<'CleanTag', RouterOrder>;

export type RouterCommandMessage =
  PlanChanges | ApplyStage | ActivateNetwork | RevertStage | CancelStage | CleanTag;
export type RouterCommandType = RouterCommandMessage['type'];

interface RouterAnswer extends RouterRef {
  readonly jobId: string;
}

export type ChangesPlanned = Event<'ChangesPlanned', RouterAnswer & { readonly plan: Plan }>;
/** Nothing was written, and nothing will be. */
export type PlanRefused = Event<'PlanRefused', RouterAnswer & { readonly failure: RouterFailure }>;

interface StageAnswer extends RouterAnswer {
  readonly index: number;
  readonly reports: readonly ChangeReport[];
}

export type StageApplied = Event<
  'StageApplied',
  StageAnswer & { readonly warnings: readonly string[] }
>;
/** Some of it may be done: it is to be reverted. */
export type StageFailed = Event<'StageFailed', StageAnswer & { readonly failure: RouterFailure }>;
export type NetworkActivated = Event<'NetworkActivated', StageAnswer>;
export type ActivationFailed = Event<
  'ActivationFailed',
  StageAnswer & { readonly failure: RouterFailure }
>;

/** In the words of the provisioning engine's document. */
export interface RollbackResult {
  readonly TotalResources: number;
  readonly Removed: number;
  readonly Failed: number;
  readonly Errors: readonly string[];
}

export type StageReverted = Event<
  'StageReverted',
  StageAnswer & { readonly rollback: RollbackResult }
>;
/** Something is left: the reports say what, and why. */
export type RevertIncomplete = Event<
  'RevertIncomplete',
  StageAnswer & { readonly rollback: RollbackResult; readonly failure: RouterFailure }
>;
export type TagCleaned = Event<
  'TagCleaned',
  RouterAnswer & {
    readonly reports: readonly ChangeReport[];
    readonly rollback: RollbackResult;
    /** Null: nothing that carries the tag is left. */
    readonly failure: RouterFailure | null;
  }
>;
/**
 * Of this job's stages, nothing that was sent before the cancellation is begun any more. What ran is
 * answered by itself, as `CANCELLED` if there was anything left of it to cancel.
 */
export type CancellationNoted = Event<
  'CancellationNoted',
  RouterAnswer & {
    /** Null, unless the command was not one. */
    readonly failure: RouterFailure | null;
  }
>;

/** What a scheduled look at a router found. */
export type RouterProbed = Event<
  'RouterProbed',
  RouterRef & {
    readonly status: 'reachable' | 'unreachable';
    readonly version: string | null;
    readonly board: string | null;
    readonly identity: string | null;
    readonly uptime: string | null;
    readonly failure: string | null;
    readonly at: string;
  }
>;

export type RouterAnswerEvent =
  | ChangesPlanned
  | PlanRefused
  | StageApplied
  | StageFailed
  | NetworkActivated
  | ActivationFailed
  | StageReverted
  | RevertIncomplete
  | TagCleaned
  | CancellationNoted;
export type RouterEvent = RouterAnswerEvent | RouterProbed;
export type RouterEventType = RouterEvent['type'];
