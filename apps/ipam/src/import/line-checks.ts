import type { ImportLine } from '@ferrule/ipam-contracts';
import {
  contains,
  formatCidr,
  type LineFault,
  readImportLine,
  type WantedLine,
} from '@ferrule/ipam-domain';
import type { SpaceCatalog } from '../space/space-catalog.ts';
import type { Space } from '../space/space.row.ts';

/** A line with the space that its prefix lies in, or with what is wrong with it. */
export interface CheckedLine {
  readonly line: number;
  readonly wanted: WantedLine | undefined;
  readonly space: Space | undefined;
  readonly fault: LineFault | undefined;
}

interface Asker {
  readonly importId: string;
  readonly tenant: string;
}

/** What can be said of each line without looking at what is held. */
export const checkLines = async (
  catalog: SpaceCatalog,
  lines: readonly ImportLine[],
  asker: Asker,
): Promise<readonly CheckedLine[]> => {
  const pools = await catalog.livePools();
  const named = new Map<string, Space | undefined>();
  const checked: CheckedLine[] = [];
  for (const { line, values } of lines) {
    const fallbackId = `${asker.importId}-${line}`;
    const reading = readImportLine(values, { fallbackId, tenant: asker.tenant });
    if ('fault' in reading) {
      checked.push({ line, wanted: undefined, space: undefined, fault: reading.fault });
      continue;
    }
    const { wanted } = reading;
    const { spaceId } = wanted;
    if (spaceId !== undefined && !named.has(spaceId))
      named.set(spaceId, await catalog.find(spaceId));
    const space = spaceId === undefined ? around(pools, wanted) : named.get(spaceId);
    checked.push({ line, wanted, space, fault: placeFault(wanted, space) });
  }
  return checked;
};

const around = (pools: readonly Space[], { prefix, vrfId }: WantedLine): Space | undefined =>
  pools.find((pool) => pool.vrfId === vrfId && contains(pool.prefix, prefix));

const placeFault = (
  { prefix, spaceId, vrfId, kind, tenant, vlanId }: WantedLine,
  space: Space | undefined,
): LineFault | undefined => {
  const text = formatCidr(prefix);
  if (space === undefined)
    return spaceId === undefined
      ? {
          field: 'prefix',
          code: 'PREFIX_OUTSIDE_POOLS',
          message: `${text} lies in no pool of VRF ${vrfId}`,
        }
      : {
          field: 'space',
          code: 'SPACE_NOT_FOUND',
          message: `there is no pool or container ${spaceId}`,
        };
  if (!contains(space.prefix, prefix) || prefix.length === space.prefix.length)
    return {
      field: 'prefix',
      code: 'PREFIX_OUTSIDE_SPACE',
      message: `${text} does not lie in ${space.id}, which is ${formatCidr(space.prefix)}`,
    };
  if (space.tenant !== null && space.tenant !== tenant)
    return {
      field: 'tenant',
      code: 'NOT_THE_OWNER',
      message: `${space.id} is not for tenant ${tenant}`,
    };
  if (kind !== 'network') return undefined;
  if (space.kind !== 'pool')
    return { field: 'space', code: 'SPACE_INVALID', message: 'a network lies in a pool itself' };
  if (vlanId === undefined)
    return { field: 'vlan', code: 'REQUIRED', message: 'a network that is imported has its VLAN' };
  if (space.vlanGroupId === null)
    return {
      field: 'space',
      code: 'SPACE_INVALID',
      message: `${space.id} has no VLANs for networks`,
    };
  return undefined;
};
