import type { LedgerFilter } from '@ferrule/audit-contracts';
import { around, wordsOf } from '@ferrule/audit-domain';
import { Rejection } from '@ferrule/kernel';

/** Conditions over `entry e left join body b`, and the values that they name. */
export class Conditions {
  readonly #values: unknown[] = [];
  readonly #conditions: string[] = [];
  readonly #joins: string[] = [];

  /** A value by its place in the statement: nothing that anybody wrote becomes part of its text. */
  value(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }

  add(condition: string): void {
    this.#conditions.push(condition);
  }

  join(join: string): void {
    this.#joins.push(join);
  }

  get where(): string {
    return this.#conditions.length === 0 ? '' : `where ${this.#conditions.join(' and ')}`;
  }

  get joins(): string {
    return this.#joins.join(' ');
  }

  get values(): unknown[] {
    return this.#values;
  }
}

const COLUMNS = {
  actor: 'actor',
  tenant: 'tenant',
  source: 'source',
  type: 'type',
  correlationId: 'correlation_id',
  datacenter: 'datacenter',
  router: 'router',
  network: 'network',
} as const;

const isColumn = (name: string): name is keyof typeof COLUMNS => Object.hasOwn(COLUMNS, name);

export const instant = (text: string, field: string): string => {
  const time = /^\d{4}-\d\d-\d\d([Tt ]|$)/u.test(text) ? new Date(text) : new Date(NaN);
  if (Number.isNaN(time.getTime()))
    throw new Rejection('VALIDATION_FAILED', `${field} must be an RFC 3339 time`, { field });
  return time.toISOString();
};

const wrong = (field: string, rule: string): Rejection =>
  new Rejection('VALIDATION_FAILED', `${field} ${rule}`, { field });

const addressed = (conditions: Conditions, address: string): void => {
  const prefixes = around(address);
  if (prefixes.length === 0) throw wrong('address', 'must be an address or a prefix');
  conditions.join(
    `join (select distinct at, entry from entry_address
           where address = any(${conditions.value(prefixes)}::cidr[])) a on a.entry = e.entry`,
  );
};

const worded = (conditions: Conditions, text: string): void => {
  const words = wordsOf(text);
  const last = words.length - 1;
  if (last < 0) throw wrong('text', 'must hold a letter or a digit');
  // Whoever types may not be done with the last word.
  const query = words.map((word, index) => `'${word}'${index === last ? ':*' : ''}`).join(' & ');
  conditions.join('join entry_words w on w.entry = e.entry');
  conditions.add(`w.words @@ ${conditions.value(query)}::tsquery`);
  // The words may stand anywhere; what was asked for is what they say together.
  const within = JSON.stringify(text).slice(1, -1).toLowerCase();
  conditions.add(`strpos(lower(b.body), ${conditions.value(within)}) > 0`);
};

/** Adds what a filter says. Throws a `Rejection` with the field that says nothing. */
export const addFilter = (conditions: Conditions, filter: LedgerFilter): void => {
  for (const [name, value] of Object.entries(filter) as [string, unknown][])
    if (isColumn(name) && typeof value === 'string')
      conditions.add(`e.${COLUMNS[name]} = ${conditions.value(value)}`);
  const { from, to, address, text } = filter;
  const times = [from && instant(from, 'from'), to && instant(to, 'to')] as const;
  if (times[0]) conditions.add(`e.at >= ${conditions.value(times[0])}`);
  if (times[1]) conditions.add(`e.at < ${conditions.value(times[1])}`);
  if (times[0] && times[1] && times[0] >= times[1]) throw wrong('to', 'must be later than from');
  if (address !== undefined) addressed(conditions, address);
  if (text !== undefined) worded(conditions, text);
};

const NAMES = [...Object.keys(COLUMNS), 'from', 'to', 'address', 'text'];

/** What of a question is a filter, without what else it says. */
export const filterIn = (question: LedgerFilter): LedgerFilter =>
  Object.fromEntries(
    Object.entries(question).filter(([name, value]) => NAMES.includes(name) && value !== undefined),
  );
