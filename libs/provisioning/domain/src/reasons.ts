import type { JobStep, Reason } from '@ferrule/provisioning-contracts';
import type { RollbackResult } from '@ferrule/router-contracts';

const NOTHING = {
  field: null,
  suggestion: null,
  resource: null,
  current: null,
  maximum: null,
  rangeStart: null,
  rangeEnd: null,
} as const;

/** What another service says stood in the way, in the words of a job. */
export const reasonOf = ({
  code,
  message,
  field,
  suggestion,
}: Pick<Reason, 'code' | 'message' | 'field' | 'suggestion'>): Reason => ({
  ...NOTHING,
  code,
  message,
  field,
  suggestion,
});

export const unanswered = (step: JobStep): Reason => ({
  ...NOTHING,
  code: 'DEADLINE_EXCEEDED',
  message: `${step} was not answered in time`,
  suggestion: 'ask again later; ferrule status says what is not up',
});

export const incomplete = (
  cause: Reason,
  undo: Reason,
  rollback: RollbackResult | null,
): Reason => {
  const left = rollback === null || rollback.Failed === 0 ? '' : `, ${rollback.Failed} left`;
  return {
    ...NOTHING,
    code: 'ROLLBACK_INCOMPLETE',
    message: `${cause.message}; it could not be undone${left}: ${undo.message}`,
    field: undo.field,
    suggestion: undo.suggestion ?? 'look at the router, and remove what carries the tag',
  };
};

/** Nobody was met: it may well go another time. Everything else is a no. */
export const mayGoLater = ({ code }: Reason): boolean =>
  code === 'ROUTER_UNREACHABLE' || code === 'DEADLINE_EXCEEDED' || code === 'CANCELLED';
