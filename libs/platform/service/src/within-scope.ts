import type { Scope } from '@ferrule/kernel';
import type { SelectQueryBuilder } from 'typeorm';

/** Where a table says whose a row is, and where it is: each an expression of SQL. */
export interface ScopeColumns {
  readonly tenant: string;
  readonly datacenter: string;
}

/** Takes a value, and says by what name the statement knows it. */
export type Place = (value: unknown) => string;

/** Places `$1`, `$2` … after the values that are there. */
export const placesAfter =
  (values: unknown[]): Place =>
  (value) =>
    `$${values.push(value)}`;

/** One is looked for by its index in the index's own order, which of several no index has. */
const isAmong = (column: string, among: readonly string[] | null, place: Place): string => {
  if (among === null) return 'true';
  const [only] = among;
  return among.length === 1 ? `${column} = ${place(only)}` : `${column} = any(${place(among)})`;
};

/** The condition that a row lies within a scope; of what lies outside nothing is even read. */
export const withinScope = (
  { tenants, datacenters }: Scope,
  { tenant, datacenter }: ScopeColumns,
  place: Place,
): string =>
  [isAmong(tenant, tenants, place), isAmong(datacenter, datacenters, place)].join(' and ');

/** Adds the condition to a query that is being built. */
export const narrowToScope = <Row extends object>(
  query: SelectQueryBuilder<Row>,
  scope: Scope,
  columns: ScopeColumns,
): SelectQueryBuilder<Row> => {
  let count = 0;
  const place: Place = (value) => {
    count += 1;
    query.setParameter(`scope${count}`, value);
    return `:scope${count}`;
  };
  return query.andWhere(withinScope(scope, columns, place));
};
