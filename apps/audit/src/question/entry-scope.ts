import type { Scope } from '@ferrule/kernel';
import { type Place, withinScope } from '@ferrule/service';

const OWNER = { tenant: 'e.tenant', datacenter: 'e.datacenter' };

/**
 * The condition that an entry `e` lies within a scope. Most bodies say nothing of their datacenter:
 * then it is that of their network or their job, and what is in none is not shown to who is limited.
 */
export const entryWithin = ({ tenants, datacenters }: Scope, place: Place): string => {
  const owned = withinScope({ tenants, datacenters: null }, OWNER, place);
  if (datacenters === null) return owned;
  const among = `= any(${place(datacenters)})`;
  const placed = (same: string): string =>
    `exists (select from entry o where ${same} and o.datacenter ${among})`;
  return `${owned} and (e.datacenter ${among} or (e.datacenter is null and (
    (e.network is not null and ${placed('o.network = e.network')})
    or (e.correlation_id <> 'ledger' and ${placed('o.correlation_id = e.correlation_id')}))))`;
};

export const isLimited = ({ tenants, datacenters }: Scope): boolean =>
  tenants !== null || datacenters !== null;
