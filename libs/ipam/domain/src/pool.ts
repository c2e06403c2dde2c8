import type { PoolData, PoolRules, SpaceCommand, SpaceEvent } from '@ferrule/ipam-contracts';
import { type Decider, Rejection } from '@ferrule/kernel';
import { create, type Lifecycle, notFound, type Noun, retire } from './lifecycle.ts';
import { prefixIn } from './vrf.ts';
import { reworded, wordingOf } from './wording.ts';

export type PoolCommand = Extract<
  SpaceCommand,
  { type: 'CreatePool' | 'AdjustPool' | 'DescribePool' | 'RetirePool' }
>;
export type PoolEvent = Extract<
  SpaceEvent,
  { type: 'PoolCreated' | 'PoolAdjusted' | 'PoolDescribed' | 'PoolRetired' }
>;

const pool = (id: string): Noun => ({ noun: 'pool', field: 'poolId', id });

/** The key that keeps its blocks apart has room for 96 bits below the pool's own. */
const SHORTEST_V6 = 32;

const checked = (data: PoolData): PoolData => {
  const { family, length } = prefixIn('prefix', data.prefix);
  if (family === 6 && length < SHORTEST_V6)
    throw new Rejection(
      'PREFIX_TOO_LARGE',
      `an IPv6 pool is a /${SHORTEST_V6} or smaller, and not a /${length}`,
      { field: 'prefix', suggestion: 'make several pools of a supernet' },
    );
  if (data.policy === 'aligned' && data.vlanGroupId === undefined)
    throw new Rejection('VLAN_GROUP_MISSING', 'a pool that is aligned with VLANs needs some', {
      field: 'vlanGroupId',
    });
  return data;
};

const rulesOf = ({ policy, types, quarantineSeconds }: PoolRules): PoolRules => ({
  policy,
  types,
  quarantineSeconds,
});

const adjust = (
  { poolId, ...wanted }: Pick<PoolData, 'poolId'> & Partial<PoolRules>,
  state: Lifecycle<PoolData>,
): readonly PoolEvent[] => {
  if (state === 'unknown' || state === 'retired') throw notFound(pool(poolId));
  const before = rulesOf(state.data);
  // What is left out of a message is there all the same, without a value.
  const after = {
    policy: wanted.policy ?? before.policy,
    types: wanted.types ?? before.types,
    quarantineSeconds: wanted.quarantineSeconds ?? before.quarantineSeconds,
  };
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  checked({ ...state.data, ...after });
  return [{ type: 'PoolAdjusted', data: { poolId, ...after } }];
};

const describe = (
  { poolId, ...words }: Extract<PoolCommand, { type: 'DescribePool' }>['data'],
  state: Lifecycle<PoolData>,
): readonly PoolEvent[] => {
  if (state === 'unknown' || state === 'retired') throw notFound(pool(poolId));
  return [{ type: 'PoolDescribed', data: { poolId, ...wordingOf(words, 'description') } }];
};

export const poolDecider: Decider<PoolCommand, PoolEvent, Lifecycle<PoolData>> = {
  initial: 'unknown',
  decide: ({ type, data }, state) => {
    switch (type) {
      case 'CreatePool':
        return create(state, checked(data), pool(data.poolId), { type: 'PoolCreated', data });
      case 'AdjustPool':
        return adjust(data, state);
      case 'DescribePool':
        return describe(data, state);
      case 'RetirePool':
        return retire(state, pool(data.poolId), { type: 'PoolRetired', data });
    }
  },
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'PoolCreated':
        return { data };
      case 'PoolAdjusted':
        return typeof state === 'object' ? { data: { ...state.data, ...rulesOf(data) } } : state;
      case 'PoolDescribed':
        return typeof state === 'object' ? { data: reworded(state.data, data) } : state;
      case 'PoolRetired':
        return 'retired';
    }
  },
};

export const poolStream = (poolId: string): string => `pool-${poolId}`;
