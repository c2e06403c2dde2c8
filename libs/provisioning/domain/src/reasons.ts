import type { JobStep, LeftBehind, Reason } from '@ferrule/provisioning-contracts';
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

/** Of a router that somebody has set to maintenance. */
export const IN_MAINTENANCE = 'ROUTER_IN_MAINTENANCE';

export const inMaintenance = (router: string, why: string): Reason => ({
  ...NOTHING,
  code: IN_MAINTENANCE,
  message: `${router} is in maintenance: ${why}`,
  suggestion: 'it goes on when the maintenance has ended',
});

export const cancelled = (by: string, why: string | null): Reason => ({
  ...NOTHING,
  code: 'CANCELLED',
  message: `${by} has cancelled it${why === null ? '' : `: ${why}`}`,
  suggestion: 'send a new request if it is wanted after all',
});

export const incomplete = (
  cause: Reason,
  undo: { readonly reason: Reason; readonly rollback: RollbackResult | null } | null,
  left: readonly LeftBehind[],
): Reason => {
  const failed = undo?.rollback?.Failed ?? 0;
  const count = failed === 0 ? '' : `, ${failed} left`;
  const why = undo === null ? '' : `: ${undo.reason.message}`;
  return {
    ...NOTHING,
    code: 'ROLLBACK_INCOMPLETE',
    message: `${cause.message}; it could not be undone${count}${why}`,
    field: undo?.reason.field ?? null,
    suggestion: undo?.reason.suggestion ?? whatToDo(left),
  };
};

const whatToDo = (left: readonly LeftBehind[]): string =>
  left.length === 0
    ? 'look at the router, and remove what carries the tag'
    : `look at ${[...new Set(left.map(({ where }) => where))].join(' and ')}: the job lists what is left, and the commands that would remove it`;

/** Somebody gave it up in the midst: what is there stays, and its addresses with it. */
export const abandoned = (cause: Reason, by: string, why: string | null): Reason => ({
  ...NOTHING,
  code: 'ROLLBACK_INCOMPLETE',
  message: `${cause.message}; ${by} has given it up${why === null ? '' : `: ${why}`}`,
  suggestion: 'give the commands listed as left, then release the network in ipam',
});

/** Nobody was met: it may well go another time. Everything else is a no. */
export const mayGoLater = ({ code }: Reason): boolean =>
  code === 'ROUTER_UNREACHABLE' ||
  code === 'DNS_UNREACHABLE' ||
  code === 'DEADLINE_EXCEEDED' ||
  code === 'CANCELLED';
