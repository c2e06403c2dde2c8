import type { Family } from '../menu/address.ts';
import { readRange } from './address-range.ts';
import type { AddressRange } from './address-range.ts';
import { Addresses } from './addresses.ts';
import { Links } from './links.ts';
import { isEnabled } from './router-tables.ts';
import type { RouterTables, TableRow } from './router-tables.ts';
import { Routes } from './routes.ts';
import { Wire } from './wire.ts';

export const baseOf = (family: Family) => (family === 4 ? '/ip' : '/ipv6');

/** Everything that the rows of a router say, read once for all packets. */
export class Ground {
  readonly tables: RouterTables;
  readonly links: Links;
  readonly wire: Wire;
  readonly addresses: Addresses;
  readonly #routes = new Map<Family, Routes>();
  readonly #chains = new Map<string, ReadonlyMap<string, readonly TableRow[]>>();
  readonly #lists = new Map<string, ReadonlyMap<string, readonly AddressRange[]>>();

  constructor(tables: RouterTables) {
    this.tables = tables;
    this.links = new Links(tables);
    this.wire = new Wire(this.links, tables);
    this.addresses = new Addresses(tables, this.links);
  }

  routes(family: Family): Routes {
    let routes = this.#routes.get(family);
    if (routes === undefined) {
      routes = new Routes(this.tables, this.links, this.addresses, family);
      this.#routes.set(family, routes);
    }
    return routes;
  }

  /** The enabled rules of a chain, in their order. */
  chain(menu: string, chain: string): readonly TableRow[] {
    let chains = this.#chains.get(menu);
    if (chains === undefined) {
      chains = Map.groupBy(this.tables.rows(menu).filter(isEnabled), (row) => row['chain'] ?? '');
      this.#chains.set(menu, chains);
    }
    return chains.get(chain) ?? [];
  }

  /** A host name in a list stands for the addresses that the router adds beside it once it has resolved it. */
  addressList(family: Family, list: string): readonly AddressRange[] {
    const menu = `${baseOf(family)}/firewall/address-list`;
    let lists = this.#lists.get(menu);
    if (lists === undefined) {
      const rows = Map.groupBy(
        this.tables.rows(menu).filter(isEnabled),
        (row) => row['list'] ?? '',
      );
      lists = new Map(
        [...rows].map(([name, entries]) => [
          name,
          entries.flatMap((row) => readRange(row['address'] ?? '') ?? []),
        ]),
      );
      this.#lists.set(menu, lists);
    }
    return lists.get(list) ?? [];
  }

  setting(menu: string, name: string): string | undefined {
    return this.tables.rows(menu)[0]?.[name];
  }
}
