import type { QueryConfig, QueryResult, QueryResultRow } from 'pg';

/** What the store needs of `pg`: a pool, or a client with a transaction of its own. */
export interface Queryable {
  query<R extends QueryResultRow>(config: QueryConfig): Promise<QueryResult<R>>;
}
