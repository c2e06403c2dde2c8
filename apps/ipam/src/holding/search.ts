import type { DataSource } from 'typeorm';
import { limited } from '../page.ts';
import { HELD, type HeldRow } from './held-row.ts';

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
  readonly values: unknown[] = [];
  readonly #all: string[] = [`h.kind <> 'quarantine'`];

  add(value: unknown, condition: (place: string) => string): void {
    this.values.push(value);
    this.#all.push(condition(`$${this.values.length}`));
  }

  get sql(): string {
    return this.#all.join(' and ');
  }
}

const conditionsOf = ({ tag, field, tenant, after }: SearchQuestion): Conditions => {
  const conditions = new Conditions();
  if (tag !== undefined)
    conditions.add(tag, (at) => `h.tags @> array[${at}::text] and h.tags <> '{}'`);
  if (tenant !== undefined) conditions.add(tenant, (at) => `h.tenant = ${at}`);
  const equals = field?.indexOf('=') ?? -1;
  if (field !== undefined && equals < 0)
    conditions.add(field, (at) => `h.fields ? ${at} and h.fields <> '{}'`);
  if (field !== undefined && equals >= 0)
    conditions.add(
      JSON.stringify({ [field.slice(0, equals)]: field.slice(equals + 1) }),
      (at) => `h.fields @> ${at}::jsonb and h.fields <> '{}'`,
    );
  if (after !== undefined)
    conditions.add(
      after,
      (at) =>
        `(h.id, h.prefix) > (split_part(${at}, ' ', 1), network(split_part(${at}, ' ', 2)::inet))`,
    );
  return conditions;
};

/** In the order of their ids, page by page. */
export const searchHeld = async (
  dataSource: DataSource,
  question: SearchQuestion,
): Promise<readonly HeldRow[]> => {
  const conditions = conditionsOf(question);
  const limit = limited(question.limit ?? 50);
  const { text } = question;
  if (text === undefined)
    return dataSource.query<HeldRow[]>(
      `select ${HELD} from held h join space s on s.no = h.space
       where ${conditions.sql} order by h.id, h.prefix limit ${limit}`,
      conditions.values,
    );
  const { sql } = conditions;
  const pattern = `%${text
    .slice(0, 100)
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`;
  const place = `$${conditions.values.length + 1}`;
  // What was sorted in and is still so, in the order of its index; and what has changed since.
  return dataSource.query<HeldRow[]>(
    `select * from (
       (select ${HELD} from search_text t join held h on h.id = t.id and h.prefix = t.prefix
          join space s on s.no = h.space
        where t.text like ${place} and ${sql.replaceAll('h.id, h.prefix', 't.id, t.prefix')}
          and not exists (select from search_due d where d.id = t.id and d.prefix = t.prefix)
        order by t.id, t.prefix limit ${limit})
       union all
       (select ${HELD} from (select distinct id, prefix from search_due) d
          join held h on h.id = d.id and h.prefix = d.prefix join space s on s.no = h.space
        where search_words(h) like ${place} and ${sql}
        order by h.id, h.prefix limit ${limit})) found
     order by id, prefix limit ${limit}`,
    [...conditions.values, pattern],
  );
};
