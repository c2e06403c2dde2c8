import type { Scope } from '@ferrule/kernel';
import { type Place, withinScope } from '@ferrule/service';

/**
 * The condition that a webhook or a rule is a tenant's and hears of nothing outside of a scope: one
 * whose filter names no datacenter hears of all.
 */
export const listensWithin = (
  table: 'w' | 'r',
  tenant: string,
  { tenants, datacenters }: Scope,
  place: Place,
): string => {
  const own = { tenant: `${table}.tenant`, datacenter: 'null' };
  const heard = `${table}.settings->'filter'->'datacenters'`;
  const whose = `${own.tenant} = ${place(tenant)}`;
  const within = `${whose} and ${withinScope({ tenants, datacenters: null }, own, place)}`;
  if (datacenters === null) return within;
  const among = place(JSON.stringify(datacenters));
  return `${within} and ${heard} <> '[]' and ${heard} <@ ${among}::jsonb`;
};
