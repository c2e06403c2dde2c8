import type { IpamCommand } from '@ferrule/ipam-contracts';
import type { Sequence, Step } from './sequence.ts';

/** Where a sequence is played: pools, VLANs and a datacenter that no other uses. */
export interface Place {
  /** In front of every id. */
  readonly id: string;
  /** `10.0.7.`, of a /24. */
  readonly base: string;
  readonly prefix: string;
  readonly prefix6: string;
}

const MOST = 2 ** 16;

export const placeOf = (run: number): Place => {
  if (run >= MOST) throw new RangeError(`there are ${MOST} places, and this is the ${run + 1}th`);
  const base = `10.${run >> 8}.${run & 255}.`;
  const prefix6 = `fd00:${(run + 1).toString(16)}::/62`;
  return { id: `r${run}`, base, prefix: `${base}0/24`, prefix6 };
};

/** What has to be there before anything is asked for. */
export const groundwork = (
  { id, prefix, prefix6 }: Place,
  { policy, quarantineSeconds }: Sequence,
): readonly IpamCommand[] => {
  const pool = { vrfId: 'default', datacenter: id, types: [], quarantineSeconds };
  const group = { vlanGroupId: id, datacenter: id, serviceVlan: null, first: 10, last: 17 };
  return [
    { type: 'CreateVlanGroup', data: group },
    { type: 'CreatePool', data: { ...pool, poolId: id, prefix, policy, vlanGroupId: id } },
    {
      type: 'CreatePool',
      data: { ...pool, poolId: `${id}-6`, prefix: prefix6, policy: 'sparse' },
    },
  ];
};

const prefixOf = (place: Place, step: Step): IpamCommand | undefined => {
  const { id: spaceId, base } = place;
  if ('prefix' in step) {
    const kind = step.container ? 'container' : 'prefix';
    const data = { prefixId: `${spaceId}-p${step.prefix}`, spaceId, kind } as const;
    return { type: 'AllocatePrefix', data: { ...data, size: `/${step.length}` } };
  }
  if ('inside' in step) {
    const data = { prefixId: `${spaceId}-i${step.inside}`, spaceId: `${spaceId}-p${step.of}` };
    return {
      type: 'AllocatePrefix',
      data: { ...data, kind: 'prefix', size: `/${step.length}` },
    };
  }
  if ('chosen' in step) {
    const kind = step.reserved ? 'reservation' : 'prefix';
    const data = { prefixId: `${spaceId}-p${step.chosen}`, spaceId, kind } as const;
    return { type: 'AllocatePrefix', data: { ...data, prefix: `${base}${step.at * 4}/30` } };
  }
  return 'split' in step
    ? {
        type: 'SplitPrefix',
        data: { prefixId: `${spaceId}-p${step.split}`, size: `/${step.length}` },
      }
    : undefined;
};

const addressOf = ({ id, base }: Place, step: Step): IpamCommand | undefined => {
  if ('address' in step) {
    const data = { addressId: `a${step.address}`, networkId: `${id}-n${step.of}`, type: step.type };
    return { type: 'AttachAddress', data };
  }
  if ('range' in step) {
    const data = { addressId: `a${step.range}`, networkId: `${id}-n${step.of}` };
    const first = `${base}${step.from * 4}`;
    return { type: 'ReserveRange', data: { ...data, first, last: `${base}${step.from * 4 + 2}` } };
  }
  if (!('detach' in step)) return undefined;
  const data = { addressId: `a${step.detach}`, networkId: `${id}-n${step.of}` };
  return { type: 'ReleaseAddress', data };
};

/** The command that a step is; undefined for one that no command is for. */
export const commandOf = (place: Place, step: Step): IpamCommand | undefined => {
  const { id } = place;
  if ('network' in step) {
    const data = { networkId: `${id}-n${step.network}`, clientId: 'c', type: 'production' };
    const more = { datacenter: id, size: `/${step.length}`, enableDHCP: true };
    const ipv6 = step.both ? { ipv6Size: '/64' } : {};
    return { type: 'AllocateNetwork', data: { ...data, ...more, ...ipv6 } };
  }
  if ('release' in step) {
    const reason = 'played';
    return step.release === 'network'
      ? {
          type: 'ReleaseNetwork',
          data: { networkId: `${id}-n${step.n}`, reason, force: step.force },
        }
      : { type: 'ReleasePrefix', data: { prefixId: `${id}-p${step.n}`, reason } };
  }
  return prefixOf(place, step) ?? addressOf(place, step);
};

/** A list of three prefixes, staged and put in place. */
export const importOf = (
  { id, base }: Place,
  list: number,
  importId: string,
): readonly IpamCommand[] => {
  const lines = [0, 8, 17].map((n, line) => ({
    line: line + 1,
    values: { prefix: `${base}${((list + n) % 64) * 4}/30`, space: id },
  }));
  return [
    { type: 'StageImport', data: { importId, lines } },
    { type: 'CommitImport', data: { importId } },
  ];
};
