import {
  DATACENTER_KEY,
  type DatacenterProfile,
  type DatacenterSettings,
  md5KeyPlace,
  type RouterEntry,
  routerKey,
  routerOfKey,
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

  /** All of it. */
  async all(): Promise<readonly GatewayEntry[]> {
    const sealed = await this.#secrets('starts_with(place, $1)', '');
    return [
      ...(await this.#datacenters(null)).map((row) => datacenterEntry(row, sealed)),
      ...(await this.#routers(null)).map((row) => routerEntry(row, sealed)),
    ];
  }

  /** One entry as it is now, at a cost that does not grow with the others. */
  async one({ datacenter, key }: Pick<GatewayEntry, 'datacenter' | 'key'>): Promise<GatewayEntry> {
    const routerId = routerOfKey(key);
    const [entry] =
      routerId === undefined ? await this.#datacenter(datacenter) : await this.#router(routerId);
    if (entry === undefined) throw new Error(`${key} of ${datacenter} is gone`);
    return entry;
  }

  async #datacenter(id: string): Promise<readonly GatewayEntry[]> {
    const sealed = await this.#secrets('starts_with(place, $1)', md5KeyPlace(id, ''));
    return (await this.#datacenters(id)).map((row) => datacenterEntry(row, sealed));
  }

  async #router(id: string): Promise<readonly GatewayEntry[]> {
    const sealed = await this.#secrets('place = $1', routerPasswordPlace(id));
    return (await this.#routers(id)).map((row) => routerEntry(row, sealed));
  }

  #datacenters(id: string | null): Promise<readonly DatacenterRow[]> {
    return this.dataSource.query<DatacenterRow[]>(
      'select id, settings from datacenter where $1::text is null or id = $1 order by id',
      [id],
    );
  }

  #routers(id: string | null): Promise<readonly RouterRow[]> {
    return this.dataSource.query<RouterRow[]>(
      `select r.id, r.datacenter, r.address, r.port, r.tls, r.user_name, r.dialect,
         case when r.status = 'active' and d.maintenance_reason is not null
           then 'maintenance' else r.status end as status
       from router r join datacenter d on d.id = r.datacenter
       where $1::text is null or r.id = $1 order by r.id`,
      [id],
    );
  }

  async #secrets(
    where: 'place = $1' | 'starts_with(place, $1)',
    place: string,
  ): Promise<ReadonlyMap<string, string>> {
    const rows = await this.dataSource.query<{ place: string; sealed: string }[]>(
      `select place, sealed from secret where ${where}`,
      [place],
    );
    return new Map(rows.map((row) => [row.place, row.sealed]));
  }
}

const datacenterEntry = (
  row: DatacenterRow,
  sealed: ReadonlyMap<string, string>,
): GatewayEntry => ({
  datacenter: row.id,
  key: DATACENTER_KEY,
  value: JSON.stringify(profileOf(row, sealed)),
});

const routerEntry = (row: RouterRow, sealed: ReadonlyMap<string, string>): GatewayEntry => ({
  datacenter: row.datacenter,
  key: routerKey(row.id),
  value: JSON.stringify(routerOf(row, sealed)),
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
