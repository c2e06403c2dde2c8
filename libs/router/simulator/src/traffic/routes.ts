import { contains, readAddress, readPrefix, writeAddress } from '../menu/address.ts';
import type { Address, Family, Prefix } from '../menu/address.ts';
import { mainTable } from './addresses.ts';
import type { Addresses } from './addresses.ts';
import type { Links } from './links.ts';
import { isEnabled, isPresent, isTrue, refOf, wordsOf } from './router-tables.ts';
import type { RouterTables, RowRef, TableRow } from './router-tables.ts';

type Gateway = {
  readonly address: Address | undefined;
  readonly interface: string | undefined;
  readonly table: string | undefined;
};

type Route = {
  readonly ref: RowRef;
  readonly table: string;
  readonly dst: Prefix;
  readonly distance: number;
  readonly scope: number;
  readonly targetScope: number;
  readonly kind: 'connected' | 'via' | 'blackhole' | 'unreachable' | 'prohibit';
  readonly gateways: readonly Gateway[];
  readonly prefSrc: Address | undefined;
};

export type Found = {
  readonly ref: RowRef;
  readonly dst: Prefix;
  readonly kind: Route['kind'];
  /** Absent where the route leads nowhere on purpose. */
  readonly interface?: string;
  readonly nextHop?: Address;
  readonly prefSrc?: Address;
};

const menus = { 4: '/ip/route', 6: '/ipv6/route' } as const;

const everything = { 4: readPrefix('0.0.0.0/0'), 6: readPrefix('::/0') } as const;

/** `10.0.0.1`, `10.0.0.1%ether1`, `10.0.0.1@main`, `ether1`, `ether1@vrf1`. */
const readGateway = (text: string): Gateway => {
  const [, before = '', table] = /^(.*?)(?:@(.*))?$/u.exec(text) ?? [];
  const [word = '', link] = before.split('%');
  const address = readAddress(word);
  return { address, interface: address === undefined ? word : link, table };
};

const kindOf = (row: TableRow): Route['kind'] => {
  if (isPresent(row['blackhole'])) return 'blackhole';
  const type = row['type'];
  return type === 'blackhole' || type === 'unreachable' || type === 'prohibit' ? type : 'via';
};

/** Routes are chosen here and not by their flags, so that rows typed by hand are as good as printed ones. */
export class Routes {
  readonly #links: Links;
  readonly #addresses: Addresses;
  readonly #routes: readonly Route[];

  constructor(tables: RouterTables, links: Links, addresses: Addresses, family: Family) {
    this.#links = links;
    this.#addresses = addresses;
    const menu = menus[family];
    const static_ = tables
      .rows(menu)
      // The connected ones follow from the addresses below.
      .filter((row) => isEnabled(row) && !isTrue(row['connect']))
      .flatMap((row): Route[] => {
        const written = row['dst-address'];
        const dst = written === undefined ? everything[family] : readPrefix(written);
        if (dst?.family !== family) return [];
        return [
          {
            ref: refOf(menu, row),
            table: row['routing-table'] ?? mainTable,
            dst,
            distance: Number(row['distance'] ?? '1'),
            scope: Number(row['scope'] ?? '30'),
            targetScope: Number(row['target-scope'] ?? '10'),
            kind: kindOf(row),
            gateways: wordsOf(row['gateway']).map(readGateway),
            prefSrc: readAddress(row['pref-src'] ?? ''),
          },
        ];
      });
    const connected = addresses.all(family).map((own): Route => ({
      ref: own.ref,
      table: own.vrf,
      dst: own.network,
      distance: 0,
      scope: 10,
      targetScope: 5,
      kind: 'connected',
      gateways: [{ address: undefined, interface: own.interface, table: undefined }],
      prefSrc: own.address,
    }));
    // The longest prefix wins, among equals the nearest.
    this.#routes = [...connected, ...static_].sort(
      (one, other) => other.dst.length - one.dst.length || one.distance - other.distance,
    );
  }

  /** The active route; `longerThan` passes over the shorter prefixes, as `min-prefix` of a routing rule does. */
  find(table: string, dst: Address, longerThan = -1): Found | undefined {
    return this.#find(table, dst, { longerThan, scope: 255, depth: 0 });
  }

  /** Several gateways are taken in their order: which one a packet takes on a router depends on its hash. */
  #find(
    table: string,
    dst: Address,
    { longerThan, scope, depth }: { longerThan: number; scope: number; depth: number },
  ): Found | undefined {
    if (depth > 8) return undefined;
    for (const route of this.#routes) {
      if (route.table !== table || route.dst.length <= longerThan || route.scope > scope) continue;
      if (!contains(route.dst, dst)) continue;
      const { ref, kind, prefSrc } = route;
      const found = { ref, kind, dst: route.dst, ...(prefSrc !== undefined && { prefSrc }) };
      if (kind !== 'via' && kind !== 'connected') return found;
      for (const gateway of route.gateways) {
        const way = this.#resolve(gateway, route, depth);
        if (way !== undefined) return { ...found, ...way };
      }
    }
    return undefined;
  }

  #resolve(
    { address, interface: link, table }: Gateway,
    route: Route,
    depth: number,
  ): Pick<Found, 'interface' | 'nextHop'> | undefined {
    if (link !== undefined) {
      if (!this.#links.isUp(link)) return undefined;
      return { interface: link, ...(address !== undefined && { nextHop: address }) };
    }
    if (address === undefined) return undefined;
    const home = this.#addresses.isVrf(route.table) ? route.table : mainTable;
    const way = this.#find(table ?? home, address, {
      longerThan: -1,
      scope: route.targetScope,
      depth: depth + 1,
    });
    if (way?.interface === undefined) return undefined;
    return { interface: way.interface, nextHop: way.nextHop ?? address };
  }
}

export const described = ({ ref, dst, interface: link, nextHop }: Found) =>
  `${ref.menu} ${ref.id} ${writeAddress(dst)}/${dst.length}${
    link === undefined ? '' : ` out of ${link}`
  }${nextHop === undefined ? '' : ` via ${writeAddress(nextHop)}`}`;
