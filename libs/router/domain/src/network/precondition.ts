import type { RouterFailure } from '@ferrule/router-contracts';
import type { Attributes, RouterCommand } from '../router-driver.ts';
import type { Answer, Dialogue } from '../stage/dialogue.ts';
import { overlaps, type Prefix, readPrefix } from './address.ts';

/**
 * What has to hold on the router before anything is planned, and only the router can tell. Data, so
 * that all of it is read side by side, by whoever reaches the router.
 */
export interface Precondition {
  readonly path: string;
  /** In the router's own notation and order: which rows count. */
  readonly query: readonly string[];
  readonly expects:
    | { readonly kind: 'rows'; readonly atLeast: number }
    | { readonly kind: 'no-rows' }
    /** In every row that tells it: virtual ports have no l2mtu, and no limit. */
    | { readonly kind: 'number'; readonly attribute: string; readonly atLeast: number }
    /** Of the rows' addresses none is in a network that overlaps this one. */
    | { readonly kind: 'apart'; readonly from: Prefix };
  readonly failure: RouterFailure;
}

const attributesFor = (expects: Precondition['expects']): readonly string[] => {
  if (expects.kind === 'number') return [expects.attribute];
  return expects.kind === 'apart' ? ['address'] : [];
};

const readOf = ({ path, query, expects }: Precondition): RouterCommand => ({
  command: `${path}/print`,
  attributes: { '.proplist': ['.id', ...attributesFor(expects)].join(',') },
  query,
});

const holds = ({ expects }: Precondition, rows: readonly Attributes[]): boolean => {
  switch (expects.kind) {
    case 'rows':
      return rows.length >= expects.atLeast;
    case 'no-rows':
      return rows.length === 0;
    case 'number':
      return rows.every((row) => {
        const value = row[expects.attribute];
        return value === undefined || Number(value) >= expects.atLeast;
      });
    case 'apart':
      return rows.every((row) => {
        const prefix = readPrefix(row['address'] ?? '');
        return prefix === undefined || !overlaps(prefix, expects.from);
      });
  }
};

const judged = (precondition: Precondition, answer: Answer): RouterFailure | null => {
  const { path, failure } = precondition;
  if ('reply' in answer) return holds(precondition, answer.reply.rows) ? null : failure;
  if ('unsent' in answer) return answer.unsent;
  const rest = { field: path, suggestion: null };
  if ('trap' in answer)
    return { code: 'ROUTER_REFUSED', message: `${path}: ${answer.trap.message}`, ...rest };
  return {
    code: 'ROUTER_UNREACHABLE',
    message: `${path} was not read: ${answer.unknown}`,
    ...rest,
  };
};

/** The first of them that does not hold, in their order. Only reads. */
export function* checkPreconditions(
  preconditions: readonly Precondition[],
): Dialogue<RouterFailure | null> {
  const answers = yield { commands: preconditions.map(readOf), writes: false };
  for (const [at, precondition] of preconditions.entries()) {
    const answer = answers[at];
    const failure = answer === undefined ? precondition.failure : judged(precondition, answer);
    if (failure !== null) return failure;
  }
  return null;
}
