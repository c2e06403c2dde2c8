import type { SupernetData, VlanGroupData } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import type { DataSource } from 'typeorm';

const missing = (code: string, what: string, field: string): Rejection =>
  new Rejection(code, `there is no ${what}`, { field });

const inUse = (code: string, message: string, field: string): Rejection =>
  new Rejection(code, message, { field, suggestion: 'retire what uses it first' });

/** What pools are made of, for who wants to refer to it or be rid of it. */
export class Sources {
  constructor(private readonly dataSource: DataSource) {}

  async vrf(id: string): Promise<void> {
    if (!(await this.#exists(`vrf where id = $1 and status = 'live'`, id)))
      throw missing('VRF_NOT_FOUND', `VRF ${id}`, 'vrfId');
  }

  async supernet(id: string): Promise<SupernetData> {
    const [row] = await this.dataSource.query<{ prefix: string; vrf_id: string; role: string }[]>(
      `select prefix, vrf_id, role from supernet where id = $1 and status = 'live'`,
      [id],
    );
    if (row === undefined) throw missing('SUPERNET_NOT_FOUND', `supernet ${id}`, 'supernetId');
    return { supernetId: id, vrfId: row.vrf_id, prefix: row.prefix, role: row.role };
  }

  async vlanGroup(id: string): Promise<VlanGroupData> {
    const [row] = await this.dataSource.query<
      { datacenter: string; service_vlan: number; first: number; last: number }[]
    >(
      `select datacenter, service_vlan, first, last from vlan_group
       where id = $1 and status = 'live'`,
      [id],
    );
    if (row === undefined) throw missing('VLAN_GROUP_NOT_FOUND', `VLAN group ${id}`, 'vlanGroupId');
    const { datacenter, service_vlan: tag, first, last } = row;
    return { vlanGroupId: id, datacenter, serviceVlan: tag === 0 ? null : tag, first, last };
  }

  /** One that is known: it has a quota, or holds something. */
  async tenant(id: string): Promise<void> {
    const isKnown =
      (await this.#exists('tenant where id = $1', id)) ||
      (await this.#exists('held where tenant = $1', id));
    if (!isKnown)
      throw new Rejection('TENANT_UNKNOWN', `no tenant ${id} is known`, {
        field: 'tenant',
        suggestion: 'set its quota first',
      });
  }

  async refuseUsedVrf(id: string): Promise<void> {
    if (await this.#exists(`space where vrf_id = $1 and kind = 'pool' and status = 'live'`, id))
      throw inUse('VRF_IN_USE', `VRF ${id} has pools`, 'vrfId');
  }

  async refuseUsedSupernet(id: string): Promise<void> {
    if (await this.#exists(`space where supernet_id = $1 and status = 'live'`, id))
      throw inUse('SUPERNET_IN_USE', `supernet ${id} has pools`, 'supernetId');
  }

  async refuseUsedVlanGroup(id: string): Promise<void> {
    if (await this.#exists(`space where vlan_group_id = $1 and status = 'live'`, id))
      throw inUse('VLAN_GROUP_IN_USE', `VLAN group ${id} serves pools`, 'vlanGroupId');
  }

  async #exists(where: string, id: string): Promise<boolean> {
    const rows = await this.dataSource.query<object[]>(`select 1 from ${where} limit 1`, [id]);
    return rows.length > 0;
  }
}

/** The database has the last word: somebody was faster, or nobody looked. */
export const refusalBy = (constraint: string): Rejection | undefined => {
  switch (constraint) {
    case 'pool_no_overlap':
      return new Rejection('PREFIX_OVERLAPS', 'a pool of this VRF has some of these addresses', {
        field: 'prefix',
        suggestion: 'choose another prefix, or another VRF',
      });
    case 'supernet_no_overlap':
      return new Rejection('PREFIX_OVERLAPS', 'a supernet of this VRF overlaps with it', {
        field: 'prefix',
      });
    case 'vlan_once':
      return new Rejection(
        'VLANS_OVERLAP',
        'another group of this datacenter and service VLAN has some of these VLANs',
        { field: 'first', suggestion: 'choose another range' },
      );
    case 'number_pool_no_overlap':
      return new Rejection('NUMBERS_OVERLAP', 'another pool has some of these numbers', {
        field: 'first',
        suggestion: 'choose another range',
      });
    default:
      return undefined;
  }
};
