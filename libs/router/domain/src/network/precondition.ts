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
    | { readonly kind: 'apart'; readonly from: Prefix }
    /** The VLAN is neither named by a row nor within a range of one. */
    | { readonly kind: 'unlisted'; readonly vlanId: number };
  /** For people; where a row is at fault, what follows it says which. */
  readonly failure: RouterFailure;
}

const attributesFor = (expects: Precondition['expects']): readonly string[] => {
  switch (expects.kind) {
    case 'number':
      return [expects.attribute];
    case 'apart':
      return ['address', 'interface', 'comment'];
    case 'unlisted':
      return ['vlan-ids', 'comment'];
    case 'rows':
    case 'no-rows':
      return [];
  }
};

const readOf = ({ path, query, expects }: Precondition): RouterCommand => ({
  command: `${path}/print`,
  attributes: { '.proplist': ['.id', ...attributesFor(expects)].join(',') },
  query,
});

const lists = (ranges: string, vlanId: number): boolean =>
  ranges.split(',').some((range) => {
    const [first = '', last = first] = range.split('-');
    return Number(first) <= vlanId && vlanId <= Number(last);
  });

/** `172.16.150.129/25 on ether7 (uplink of somebody)` */
const named = ({ address, interface: on, 'vlan-ids': ids, comment }: Attributes): string =>
  `${address ?? ids ?? ''}${on === undefined ? '' : ` on ${on}`}${comment === undefined ? '' : ` (${comment})`}`;

const because = (failure: RouterFailure, row: Attributes): RouterFailure => ({
  ...failure,
  message: `${failure.message}: ${named(row)}`,
});

/** Null when it holds. */
const faultIn = (
  { expects, failure }: Precondition,
  rows: readonly Attributes[],
): RouterFailure | null => {
  switch (expects.kind) {
    case 'rows':
      return rows.length >= expects.atLeast ? null : failure;
    case 'no-rows':
      return rows.length === 0 ? null : failure;
    case 'number': {
      const isEnough = rows.every((row) => {
        const value = row[expects.attribute];
        return value === undefined || Number(value) >= expects.atLeast;
      });
      return isEnough ? null : failure;
    }
    case 'apart': {
      const inTheWay = rows.find((row) => {
        const prefix = readPrefix(row['address'] ?? '');
        return prefix !== undefined && overlaps(prefix, expects.from);
      });
      return inTheWay ? because(failure, inTheWay) : null;
    }
    case 'unlisted': {
      const inTheWay = rows.find((row) => lists(row['vlan-ids'] ?? '', expects.vlanId));
      return inTheWay ? because(failure, inTheWay) : null;
    }
  }
};

const judged = (precondition: Precondition, answer: Answer): RouterFailure | null => {
  const { path } = precondition;
  if ('reply' in answer) return faultIn(precondition, answer.reply.rows);
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
