import type { LedgerFilter } from '@ferrule/audit-contracts';
import type { Queryable } from '@ferrule/event-store';
import { Rejection } from '@ferrule/kernel';

/** What is searched for under a name. */
export const savedFilter = async (
  db: Queryable,
  tenant: string,
  name: string,
): Promise<LedgerFilter> => {
  const { rows } = await db.query<{ filter: LedgerFilter }>({
    text: 'select filter from saved_search where tenant = $1 and name = $2',
    values: [tenant, name],
  });
  const [found] = rows;
  if (found === undefined)
    throw new Rejection('SEARCH_UNKNOWN', `no search is saved as ${name}`, { field: 'saved' });
  return found.filter;
};
