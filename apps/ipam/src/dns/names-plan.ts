import type { NameRecord } from '@ferrule/ipam-contracts';
import { nameChanges, type NameChanges, type NamedAddress, namesOf } from '@ferrule/ipam-domain';
import type { NameServers } from './name-servers.ts';
import type { Db, Names, NamesRows, RecordRow } from './names-rows.ts';
import { ANOTHER_TENANTS, conflictWith, Refusal, Unready, zoneUnknown } from './refusal.ts';

export interface NetworkFacts {
  readonly networkId: string;
  readonly tenant: string;
  readonly datacenter: string;
  readonly vlanId: number;
  readonly serviceVlan: number | null;
  readonly prefixes: readonly string[];
  readonly isReleased: boolean;
}

export const networkFacts = async (
  db: Db,
  networkId: string,
): Promise<NetworkFacts | undefined> => {
  const { rows } = await db.query<NetworkFacts>(
    `select id as "networkId", tenant, datacenter, vlan_id as "vlanId",
       nullif(service_vlan, 0) as "serviceVlan", status = 'released' as "isReleased",
       array_remove(array[subnet::text, ipv6::text], null) as prefixes
     from network where id = $1`,
    [networkId],
  );
  return rows[0];
};

const hostsOf = async (db: Db, networkId: string): Promise<readonly NamedAddress[]> => {
  const { rows } = await db.query<NamedAddress>(
    `select host(h.prefix) as address, h.label as "hostName"
     from space s join held h on h.space = s.no
     where s.kind = 'network' and s.id = $1 and h.kind = 'address' and h.label is not null
       and h.stream like 'address-%' order by h.prefix`,
    [networkId],
  );
  return rows;
};

/** A record, on which server and in which of its zones. */
export interface Placed extends NameRecord {
  readonly server: string;
  readonly zone: string;
}

export interface NamesPlan extends NameChanges {
  readonly placed: readonly Placed[];
  /** What has no record, and why. */
  readonly notes: readonly string[];
}

/** What a network should have, beside what it has. Servers are asked which zones they have, and nothing more. */
export class NamesPlanner {
  constructor(
    private readonly db: Db,
    private readonly rows: NamesRows,
    private readonly servers: NameServers,
  ) {}

  async plan(names: Names): Promise<NamesPlan> {
    const { networkId, zone, records } = names;
    const network = await networkFacts(this.db, networkId);
    if (network === undefined || network.isReleased)
      throw new Refusal('NETWORK_NOT_FOUND', `there is no network ${networkId}`, {
        suggestion: 'allocate it first',
      });
    const notes = new Set<string>();
    const placed: Placed[] = [];
    for (const record of namesOf(network, await hostsOf(this.db, networkId), zone)) {
      const place = await this.#place(record, records);
      if (place !== undefined) placed.push({ ...record, ...place });
      else if (record.type !== 'PTR') throw zoneUnknown(record.name);
      else notes.add(`no server has a zone for ${around(record.name)}: addresses have no names`);
    }
    const own = await this.#withoutOthers(names, placed, notes);
    const before = records.filter(({ state }) => state !== 'going');
    return { placed: own, notes: [...notes], ...nameChanges(before, own) };
  }

  async #place(
    { name, type }: NameRecord,
    known: readonly RecordRow[],
  ): Promise<Pick<Placed, 'server' | 'zone'> | undefined> {
    const row = known.find((one) => one.name === name && one.type === type);
    if (row !== undefined) return { server: row.server, zone: row.zone };
    const server = this.servers.serverFor(name);
    const zone = await server?.zoneOf(name);
    return server && zone !== undefined ? { server: server.name, zone } : undefined;
  }

  /** Whoever asks for a name that another network has is refused; one that follows its hosts goes on without. */
  async #withoutOthers(
    { networkId, tenant, asked }: Names,
    placed: readonly Placed[],
    notes: Set<string>,
  ): Promise<readonly Placed[]> {
    const others = await this.rows.heldByOthers(networkId, placed);
    for (const { name, networkId: other, tenant: owner, state } of others) {
      const conflict = conflictWith(name, owner === tenant ? `network ${other}` : ANOTHER_TENANTS);
      // What is about to go is free in a moment.
      if (asked !== null) throw state === 'going' ? new Unready(conflict) : conflict;
      notes.add(conflict.message);
    }
    const taken = new Set(others.map(({ name, type }) => `${type} ${name}`));
    return placed.filter(({ name, type }) => !taken.has(`${type} ${name}`));
  }
}

/** `150.16.172.in-addr.arpa` for all addresses of it, so that one sentence is enough for them. */
const around = (name: string): string => {
  const labels = name.split('.');
  return labels.slice(name.endsWith('ip6.arpa') ? 16 : 1).join('.');
};
