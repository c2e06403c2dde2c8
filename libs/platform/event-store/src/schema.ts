import { readFileSync } from 'node:fs';

const IDENTIFIER = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * The tables and functions of one service's event store, for its first migration. Run it as the
 * owner of `schema`, with `schema` as the search path; `role` is what the service runs as.
 */
export const eventStoreSql = (schema: string, role: string): string => {
  for (const name of [schema, role])
    if (!IDENTIFIER.test(name)) throw new TypeError(`${name} is not a plain Postgres identifier`);
  return readFileSync(new URL('../sql/001-event-store.sql', import.meta.url), 'utf8')
    .replaceAll('__schema__', schema)
    .replaceAll('__role__', role);
};
