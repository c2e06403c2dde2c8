import { type Cidr, cidrOf, type Policy } from '@ferrule/ipam-domain';

/** A pool, a container, or a network with its addresses, as the database has it. */
export interface Space {
  readonly no: number;
  readonly id: string;
  readonly kind: 'pool' | 'container' | 'network';
  readonly vrfId: string;
  readonly prefix: Cidr;
  readonly parent: number | null;
  readonly datacenter: string | null;
  readonly tenant: string | null;
  readonly policy: Policy;
  readonly types: readonly string[];
  readonly quarantineSeconds: number;
  readonly vlanGroupId: string | null;
  /** 0 where there is no outer tag. */
  readonly serviceVlan: number;
  readonly status: 'live' | 'retired';
  readonly holdings: number;
}

export interface SpaceRow {
  readonly no: number;
  readonly id: string;
  readonly kind: Space['kind'];
  readonly vrf_id: string;
  readonly prefix: string;
  readonly parent: number | null;
  readonly datacenter: string | null;
  readonly tenant: string | null;
  readonly policy: Policy;
  readonly types: readonly string[];
  readonly quarantine_seconds: number;
  readonly vlan_group_id: string | null;
  readonly service_vlan: number | null;
  readonly status: Space['status'];
  readonly holdings: string;
}

export const SPACE_COLUMNS = `s.no, s.id, s.kind, s.vrf_id, s.prefix, s.parent, s.datacenter,
  s.tenant, s.policy, s.types, s.quarantine_seconds, s.vlan_group_id, s.status, s.holdings,
  (select g.service_vlan from vlan_group g where g.id = s.vlan_group_id)`;

export const spaceOf = (row: SpaceRow): Space => ({
  no: row.no,
  id: row.id,
  kind: row.kind,
  vrfId: row.vrf_id,
  prefix: cidrOf(row.prefix),
  parent: row.parent,
  datacenter: row.datacenter,
  tenant: row.tenant,
  policy: row.policy,
  types: row.types,
  quarantineSeconds: row.quarantine_seconds,
  vlanGroupId: row.vlan_group_id,
  serviceVlan: row.service_vlan ?? 0,
  status: row.status,
  holdings: Number(row.holdings),
});
