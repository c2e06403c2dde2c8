import { contains, networkOf, readAddress, readPrefix } from '../menu/address.ts';
import type { Address, Family, Prefix } from '../menu/address.ts';
import { isLimitedBroadcast, isSame } from './address-range.ts';
import type { Links } from './links.ts';
import { isEnabled, refOf, wordsOf } from './router-tables.ts';
import type { RouterTables, RowRef } from './router-tables.ts';

export type OwnAddress = {
  readonly ref: RowRef;
  readonly address: Address;
  readonly network: Prefix;
  readonly interface: string;
  readonly vrf: string;
};

/** The table that everything is in which no VRF claims. */
export const mainTable = 'main';

const menus = { 4: '/ip/address', 6: '/ipv6/address' } as const;

const loopback = readPrefix('127.0.0.0/8');

/** The router's own addresses, and the VRF that each interface is in. */
export class Addresses {
  readonly #links: Links;
  readonly #vrfs: readonly { readonly name: string; readonly members: ReadonlySet<string> }[];
  readonly #own: readonly OwnAddress[];

  constructor(tables: RouterTables, links: Links) {
    this.#links = links;
    this.#vrfs = tables
      .rows('/ip/vrf')
      .filter((row) => isEnabled(row) && row['name'] !== mainTable)
      .map((row) => ({
        name: row['name'] ?? '',
        members: new Set(wordsOf(row['interfaces']).flatMap((word) => links.namesBehind(word))),
      }));
    this.#own = ([4, 6] as const).flatMap((family) => [...this.#read(tables, family)]);
  }

  *#read(tables: RouterTables, family: Family): Generator<OwnAddress> {
    for (const row of tables.rows(menus[family])) {
      const prefix = readPrefix(row['address'] ?? '');
      const written = row['interface'] ?? '';
      // An address on a port of a bridge is the bridge's.
      const name = row['actual-interface'] ?? this.#links.portOf(written)?.['bridge'] ?? written;
      if (!isEnabled(row) || prefix?.family !== family || !this.#links.isEnabled(name)) continue;
      const { length } = prefix;
      const peer = family === 4 ? readAddress(row['network'] ?? '') : undefined;
      yield {
        ref: refOf(menus[family], row),
        address: { family, bits: prefix.bits },
        network: networkOf({ ...(peer ?? prefix), length }),
        interface: name,
        vrf: this.vrfOf(name),
      };
    }
  }

  isVrf(name: string) {
    return this.#vrfs.some((vrf) => vrf.name === name);
  }

  vrfOf(link: string): string {
    return this.#vrfs.find(({ members }) => members.has(link))?.name ?? mainTable;
  }

  on(link: string, family: Family): readonly OwnAddress[] {
    return this.#own.filter(
      ({ interface: name, address }) => name === link && address.family === family,
    );
  }

  all(family: Family): readonly OwnAddress[] {
    return this.#own.filter(({ address }) => address.family === family);
  }

  /** Seen from a VRF, the addresses of another are strangers. */
  isLocal(address: Address, vrf: string): boolean {
    if (loopback !== undefined && contains(loopback, address)) return true;
    return this.#own.some((own) => own.vrf === vrf && isSame(own.address, address));
  }

  isBroadcast(address: Address, vrf: string): boolean {
    if (isLimitedBroadcast(address)) return true;
    return this.#own.some(
      ({ network, vrf: where }) =>
        where === vrf &&
        network.family === 4 &&
        network.length < 31 &&
        contains(network, address) &&
        address.bits === network.bits + (1n << BigInt(32 - network.length)) - 1n,
    );
  }
}
