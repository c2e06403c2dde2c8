import type { EventFilter } from '@ferrule/notifier-contracts';
import { callerNow } from '../access/caller.ts';
import { checkDatacenter } from '../access/datacenters.ts';

/** A filter that lets nothing through of where its maker is not let in. */
export const ownFilter = ({
  types = [],
  datacenters = [],
}: Partial<EventFilter> = {}): EventFilter => {
  for (const datacenter of datacenters) checkDatacenter(datacenter, 'filter.datacenters');
  const { datacenters: own } = callerNow().scope;
  return { types, datacenters: datacenters.length > 0 ? datacenters : (own ?? []) };
};
