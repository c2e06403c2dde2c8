import {
  DATACENTER_KEY,
  type DatacenterProfile,
  type DatacenterSettings,
  md5KeyPlace,
  type RouterEntry,
  routerKey,
  routerPasswordPlace,
} from '@ferrule/inventory-contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface DatacenterRow {
  readonly id: string;
  readonly settings: DatacenterSettings;
}

interface RouterRow extends Omit<RouterEntry, 'user' | 'password'> {
  readonly user_name: string;
}

export interface GatewayEntry {
  readonly datacenter: string;
  readonly key: string;
  /** As it stands in the bucket: JSON. */
  readonly value: string;
}

/** What gateways are to know, read from the database. */
@Injectable()
export class GatewayEntries {
  constructor(private readonly dataSource: DataSource) {}

  /** All of it, or one entry. */
  async read(one?: Pick<GatewayEntry, 'datacenter' | 'key'>): Promise<readonly GatewayEntry[]> {
    const sealed = await this.#secrets();
    const datacenters = await this.dataSource.query<DatacenterRow[]>(
      'select id, settings from datacenter where $1::text is null or id = $1 order by id',
      [one?.datacenter],
    );
    const routers = await this.dataSource.query<RouterRow[]>(
      `select r.id, r.datacenter, r.address, r.port, r.tls, r.user_name, r.dialect,
         case when r.status = 'active' and d.maintenance_reason is not null
           then 'maintenance' else r.status end as status
       from router r join datacenter d on d.id = r.datacenter
       where $1::text is null or r.datacenter = $1 order by r.id`,
      [one?.datacenter],
    );
    return [
      ...datacenters.map((row) => entry(row.id, DATACENTER_KEY, profileOf(row, sealed))),
      ...routers.map((row) => entry(row.datacenter, routerKey(row.id), routerOf(row, sealed))),
    ].filter(({ key }) => one === undefined || one.key === key);
  }

  async #secrets(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.dataSource.query<{ place: string; sealed: string }[]>(
      'select place, sealed from secret',
    );
    return new Map(rows.map(({ place, sealed }) => [place, sealed]));
  }
}

const entry = (datacenter: string, key: string, value: object): GatewayEntry => ({
  datacenter,
  key,
  value: JSON.stringify(value),
});

const profileOf = (
  { id, settings }: DatacenterRow,
  sealed: ReadonlyMap<string, string>,
): DatacenterProfile => ({
  id,
  uplink: settings.uplink,
  bridge: settings.bridge,
  encapsulation: settings.encapsulation,
  management: settings.management,
  supernets: settings.supernets,
  resolver: settings.resolver,
  internet: settings.internet,
  bgp: settings.bgp && {
    ...settings.bgp,
    peers: settings.bgp.peers.map(({ md5, ...peer }) => {
      const md5Key = md5 ? sealed.get(md5KeyPlace(id, peer.name)) : undefined;
      return { ...peer, ...(md5Key !== undefined && { md5Key }) };
    }),
  },
  firewallProfiles: settings.firewallProfiles,
});

const routerOf = (
  { user_name: user, ...row }: RouterRow,
  sealed: ReadonlyMap<string, string>,
): RouterEntry => ({ ...row, user, password: sealed.get(routerPasswordPlace(row.id)) ?? '' });
