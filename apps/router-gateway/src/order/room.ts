import type { ChangeReport, Plan, RollbackResult, RouterFailure } from '@ferrule/router-contracts';

/**
 * A plan comes back whole, as what an activation compares, beside the stage and the order itself: some
 * KiB of the 512 that a message may take are for those.
 */
const MOST_PLAN_BYTES = 480 * 1024;
/** So many fit, whatever the router said of each. */
const MOST_REPORTS = 500;
const MOST_SENTENCES = 100;

/** Why a plan cannot be carried out: no message could carry it. */
export const tooLargeToCarry = (plan: Plan): RouterFailure | null => {
  const bytes = Buffer.byteLength(JSON.stringify(plan));
  if (bytes <= MOST_PLAN_BYTES) return null;
  return {
    code: 'WISH_REFUSED',
    message: `the plan takes ${bytes} bytes, and at most ${MOST_PLAN_BYTES} can be carried`,
    field: 'wish',
    suggestion: 'wish for less at once: fewer routes, records or options',
  };
};

interface Outcome {
  readonly reports: readonly ChangeReport[];
  readonly warnings?: readonly string[];
  readonly rollback?: RollbackResult;
}

/** What fits into an answer of an outcome: of very many reports those of failures first. */
export const fitting = <Whole extends Outcome>(outcome: Whole): Whole => {
  const { reports, warnings, rollback } = outcome;
  const inOrder = reports.toSorted((one, other) => rank(one) - rank(other));
  return {
    ...outcome,
    ...(reports.length > MOST_REPORTS && { reports: inOrder.slice(0, MOST_REPORTS) }),
    ...(warnings && { warnings: warnings.slice(0, MOST_SENTENCES) }),
    ...(rollback && {
      rollback: { ...rollback, Errors: rollback.Errors.slice(0, MOST_SENTENCES) },
    }),
  };
};

const rank = ({ outcome }: ChangeReport): number => (outcome === 'failed' ? 0 : 1);
