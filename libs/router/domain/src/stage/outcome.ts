import type { ChangeReport, RollbackResult, RouterFailure } from '@ferrule/router-contracts';

export interface StageOutcome {
  /** One for each change of the stage, in its order. */
  readonly reports: readonly ChangeReport[];
  /** What failed and was not critical. */
  readonly warnings: readonly string[];
  /** Null: the router is as the stage wants it. Otherwise some of it may be done. */
  readonly failure: RouterFailure | null;
}

export interface RevertOutcome {
  readonly reports: readonly ChangeReport[];
  readonly rollback: RollbackResult;
  /** Null: nothing of it is left. */
  readonly failure: RouterFailure | null;
}
