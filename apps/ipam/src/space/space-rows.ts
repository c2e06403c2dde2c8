import type { RowChange } from '@ferrule/event-store';
import type { SpaceEvent } from '@ferrule/ipam-contracts';
import { wordingRow } from '../description/wording-row.ts';

type Of<Type extends SpaceEvent['type']> = Extract<SpaceEvent, { type: Type }>;

const retired = (table: string, id: string): RowChange => ({
  op: 'update',
  table,
  key: ['id'],
  row: { id, status: 'retired' },
});

export const vrfRow = ({ type, data }: Of<'VrfCreated' | 'VrfRetired'>): RowChange =>
  type === 'VrfRetired'
    ? retired('vrf', data.vrfId)
    : {
        op: 'insert',
        table: 'vrf',
        row: { id: data.vrfId, description: data.description ?? null },
      };

export const supernetRow = ({ type, data }: Of<'SupernetAdded' | 'SupernetRemoved'>): RowChange =>
  type === 'SupernetRemoved'
    ? retired('supernet', data.supernetId)
    : {
        op: 'insert',
        table: 'supernet',
        row: {
          id: data.supernetId,
          vrf_id: data.vrfId,
          prefix: data.prefix,
          role: data.role,
          datacenter: data.datacenter ?? null,
        },
      };

/** A group; each of its VLANs comes and goes with it. */
export const groupRows = ({
  type,
  data,
}: Of<'VlanGroupCreated' | 'VlanGroupRetired'>): readonly RowChange[] => {
  if (type === 'VlanGroupRetired')
    return [
      { op: 'delete', table: 'vlan', key: ['group_id'], row: { group_id: data.vlanGroupId } },
      retired('vlan_group', data.vlanGroupId),
    ];
  const { vlanGroupId, datacenter, first, last } = data;
  return [
    {
      op: 'insert',
      table: 'vlan_group',
      row: { id: vlanGroupId, datacenter, service_vlan: data.serviceVlan ?? 0, first, last },
    },
  ];
};

export const poolRows = (
  event: Of<'PoolCreated' | 'PoolAdjusted' | 'PoolDescribed' | 'PoolRetired'>,
): RowChange[] => {
  if (event.type !== 'PoolCreated') return [];
  const { data } = event;
  return [
    {
      op: 'insert',
      table: 'space',
      row: {
        id: data.poolId,
        kind: 'pool',
        vrf_id: data.vrfId,
        prefix: data.prefix,
        supernet_id: data.supernetId ?? null,
        datacenter: data.datacenter,
        tenant: data.tenant ?? null,
        policy: data.policy,
        types: data.types,
        quarantine_seconds: data.quarantineSeconds,
        vlan_group_id: data.vlanGroupId ?? null,
        description: data.description ?? null,
        tags: data.tags ?? [],
        fields: data.fields ?? {},
      },
    },
  ];
};

/** What becomes of a pool that is there. */
export const ruleRow = (
  event: Of<'PoolCreated' | 'PoolAdjusted' | 'PoolDescribed' | 'PoolRetired'>,
  no: number,
): RowChange[] => {
  switch (event.type) {
    case 'PoolCreated':
      return [];
    case 'PoolAdjusted': {
      const { policy, types, quarantineSeconds } = event.data;
      const row = { no, policy, types, quarantine_seconds: quarantineSeconds };
      return [{ op: 'update', table: 'space', key: ['no'], row }];
    }
    case 'PoolDescribed':
      return [wordingRow('space', 'no', no, event.data, 'description')];
    case 'PoolRetired':
      return [
        { op: 'delete', table: 'free_block', key: ['space'], row: { space: no } },
        { op: 'update', table: 'space', key: ['no'], row: { no, status: 'retired' } },
      ];
  }
};
