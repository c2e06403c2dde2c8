import type { Scope } from '@ferrule/kernel';
import { placesAfter, type ScopeColumns, withinScope } from '@ferrule/service';
import type { DataSource } from 'typeorm';
import { limited } from '../page.ts';
import { HELD, HELD_COLUMNS, type HeldRow } from './held-row.ts';

export interface SearchQuestion {
  readonly text?: string;
  readonly tag?: string;
  /** `rack=b12`, or `rack` alone. */
  readonly field?: string;
  readonly tenant?: string;
  readonly after?: string;
  readonly limit?: number;
}

/** Conditions with their values: only what is asked for, so that each finds its index. */
class Conditions {
  readonly #all: string[] = [];

  constructor(
    readonly values: unknown[],
    scope: Scope,
    columns: ScopeColumns,
  ) {
    this.#all.push(withinScope(scope, columns, placesAfter(values)));
  }

  add(value: unknown, condition: (place: string) => string): void {
    this.#all.push(condition(`$${this.values.push(value)}`));
  }

  get sql(): string {
    return this.#all.map((condition) => ` and ${condition}`).join('');
  }
}

/** What is searched in says by itself where it is. */
const TEXT_COLUMNS = { tenant: 'h.tenant', datacenter: 'h.datacenter' };

/** Conditions on `h`, be that a row of `held` or of what is searched in. */
const commonOf = ({ tenant, after }: SearchQuestion, conditions: Conditions): Conditions => {
  if (tenant !== undefined) conditions.add(tenant, (at) => `h.tenant = ${at}`);
  if (after !== undefined)
    conditions.add(
      after,
      (at) =>
        `(h.id, h.prefix) > (split_part(${at}, ' ', 1), network(split_part(${at}, ' ', 2)::inet))`,
    );
  return conditions;
};

const labelledOf = (question: SearchQuestion, scope: Scope): Conditions => {
  const { tag, field, text } = question;
  const conditions = commonOf(question, new Conditions([], scope, HELD_COLUMNS));
  if (tag !== undefined)
    conditions.add(tag, (at) => `h.tags @> array[${at}::text] and h.tags <> '{}'`);
  const equals = field?.indexOf('=') ?? -1;
  if (field !== undefined && equals < 0)
    conditions.add(field, (at) => `h.fields ? ${at} and h.fields <> '{}'`);
  if (field !== undefined && equals >= 0)
    conditions.add(
      JSON.stringify({ [field.slice(0, equals)]: field.slice(equals + 1) }),
      (at) => `h.fields @> ${at}::jsonb and h.fields <> '{}'`,
    );
  if (text !== undefined) conditions.add(patternOf(text), (at) => `search_words(h) like ${at}`);
  return conditions;
};

const patternOf = (text: string): string =>
  `%${text
    .slice(0, 100)
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`;

/** In the order of their ids, page by page. */
export const searchHeld = async (
  dataSource: DataSource,
  question: SearchQuestion,
  scope: Scope,
): Promise<readonly HeldRow[]> => {
  const { text, tag, field } = question;
  const limit = limited(question.limit ?? 50);
  const page = `order by h.id, h.prefix limit ${limit}`;
  if (text === undefined || tag !== undefined || field !== undefined) {
    const conditions = labelledOf(question, scope);
    return dataSource.query<HeldRow[]>(
      `select ${HELD} from held h join space s on s.no = h.space
       where h.kind <> 'quarantine'${conditions.sql} ${page}`,
      conditions.values,
    );
  }
  const values: unknown[] = [patternOf(text)];
  const sorted = commonOf(question, new Conditions(values, scope, TEXT_COLUMNS));
  const changed = commonOf(question, new Conditions(values, scope, HELD_COLUMNS));
  // What was sorted in and is still so: a page of it before anything is joined, so that what much
  // is found of is read in its order and what little is found of by its index. And what changed since.
  return dataSource.query<HeldRow[]>(
    `with found as materialized (
       (select h.id, h.prefix from search_text h where h.text like $1${sorted.sql}
          and not exists (select from search_due d where d.id = h.id and d.prefix = h.prefix) ${page})
       union all
       (select h.id, h.prefix from (select distinct id, prefix from search_due) d
          join held h on h.id = d.id and h.prefix = d.prefix join space s on s.no = h.space
        where h.kind <> 'quarantine' and search_words(h) like $1${changed.sql} ${page}))
     select ${HELD} from found f join held h on h.id = f.id and h.prefix = f.prefix
       join space s on s.no = h.space ${page}`,
    values,
  );
};
