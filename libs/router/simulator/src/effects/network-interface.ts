import { failure } from '../menu/trap.ts';
import { writeId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import type { Router } from '../router.ts';
import { followVlan } from './bridge-vlan-rows.ts';
import type { Effect } from './effect.ts';
import { interfaceOf } from './interface-of.ts';
import { typeOf } from './interface-types.ts';

const rowsThatName = (path: string, argument: string, row: Row, { state }: Router): Row[] => {
  if (!state.has(path)) return [];
  const table = state.table(path);
  const id = writeId(row.id);
  const candidates = table.candidates(argument, [id]) ?? [...table];
  return candidates.filter(
    (candidate) =>
      candidate.values.get(argument) === id && candidate.values.get('disabled') !== 'true',
  );
};

export const bridgePortOf = (row: Row, router: Router): Row | undefined =>
  rowsThatName('/interface/bridge/port', 'interface', row, router)[0];

/** undefined: it has none, as tunnels. */
export const l2mtuOf = (row: Row, router: Router, depth = 0): number | undefined => {
  if (depth > 16) return undefined;
  const { path } = row.table.menu;
  if (path === '/interface/vlan') {
    const parent = interfaceOf(row.values.get('interface'), router);
    const below = parent === undefined ? undefined : l2mtuOf(parent, router, depth + 1);
    return below === undefined ? undefined : below - 4;
  }
  if (path === '/interface/bridge') {
    const members = rowsThatName('/interface/bridge/port', 'bridge', row, router).flatMap(
      (port) => {
        const member = interfaceOf(port.values.get('interface'), router);
        return member === undefined ? [] : [l2mtuOf(member, router, depth + 1) ?? 65_535];
      },
    );
    return Math.min(65_535, ...members);
  }
  if (path === '/interface/bonding') {
    const slaves = (row.values.get('slaves') ?? '').split(',').flatMap((slave) => {
      const member = interfaceOf(slave, router);
      return member === undefined ? [] : [l2mtuOf(member, router, depth + 1) ?? 65_535];
    });
    return slaves.length === 0 ? undefined : Math.min(...slaves);
  }
  const own = row.table.stored(row, 'l2mtu');
  return own === undefined ? undefined : Number(own);
};

const linksBelow = (row: Row, router: Router): readonly Row[] => {
  const stored =
    row.table.menu.path === '/interface/bridge'
      ? rowsThatName('/interface/bridge/port', 'bridge', row, router).map((port) =>
          port.values.get('interface'),
        )
      : (row.values.get('slaves') ?? '').split(',');
  return stored.map((link) => interfaceOf(link, router)).filter((link) => link !== undefined);
};

/** Bridges and bonds take the address of their first port, unless one is given. */
const borrowedMac = (row: Row, router: Router, depth: number): string | undefined => {
  const given = row.values.get('admin-mac') ?? row.values.get('forced-mac-address');
  if (given !== undefined && row.table.stored(row, 'auto-mac') !== 'true') return given;
  const [first] = linksBelow(row, router);
  return first === undefined ? undefined : macOf(first, router, depth + 1);
};

const macOf = (row: Row, router: Router, depth = 0): string | undefined => {
  const own = row.values.get('mac-address');
  if (own !== undefined || depth > 16) return own;
  const borrowed = borrowedMac(row, router, depth);
  if (borrowed !== undefined) return borrowed;
  if (row.table.menu.path === '/interface/vlan') {
    const parent = interfaceOf(row.values.get('interface'), router);
    return parent === undefined ? undefined : macOf(parent, router, depth + 1);
  }
  return hasMac.has(row.table.menu.path) ? router.macFor(row.id) : undefined;
};

const hasMac = new Set([
  '/interface/ethernet',
  '/interface/bridge',
  '/interface/bonding',
  '/interface/macvlan',
  '/interface/vxlan',
  '/interface/eoip',
  '/interface/vrrp',
]);

/** They run when somebody answers at their other end, and nobody does. */
const needPeers = new Set([
  '/interface/lte',
  ...['pppoe', 'l2tp', 'sstp', 'pptp', 'ovpn'].flatMap((kind) => [
    `/interface/${kind}-client`,
    `/interface/${kind}-server`,
  ]),
]);

/** What `mtu=auto` comes to: what the tunnel's own headers leave of 1500. */
const automaticMtus: Readonly<Record<string, number>> = {
  '/interface/gre': 1476,
  '/interface/ipip': 1480,
  '/interface/eoip': 1458,
  '/interface/gre6': 1456,
  '/interface/ipipv6': 1460,
  '/interface/eoipv6': 1438,
};

const mtuOf = (row: Row, router: Router, depth = 0): number => {
  const mtu = row.table.stored(row, 'mtu');
  if (mtu !== undefined && mtu !== 'auto')
    return Math.min(Number(mtu), l2mtuOf(row, router) ?? Number(mtu));
  const automatic = automaticMtus[row.table.menu.path] ?? 1500;
  if (row.table.menu.path !== '/interface/bridge' || depth > 16) return automatic;
  const below = linksBelow(row, router).map((link) => mtuOf(link, router, depth + 1));
  return below.length === 0 ? automatic : Math.min(...below);
};

const isBonded = (row: Row, { state }: Router): boolean => {
  if (!state.has('/interface/bonding')) return false;
  const id = writeId(row.id);
  for (const bond of state.table('/interface/bonding'))
    if ((bond.values.get('slaves') ?? '').split(',').includes(id)) return true;
  return false;
};

const isDisabled = (row: Row) => row.table.stored(row, 'disabled') === 'true';

const isRunning = (row: Row, router: Router, depth = 0): boolean => {
  if (isDisabled(row) || depth > 16) return false;
  if (needPeers.has(row.table.menu.path)) return row.values.get('running') === 'true';
  if (row.table.menu.path !== '/interface/vlan') return row.values.get('running') !== 'false';
  const parent = interfaceOf(row.values.get('interface'), router);
  return parent !== undefined && isRunning(parent, router, depth + 1);
};

export const interfaceEffect: Effect = {
  prepare({ row, table, values, written }, router) {
    if (!written.has('mtu')) return;
    const mtu = Number(values.get('mtu'));
    if (table.menu.path === '/interface/vlan' || Number.isNaN(mtu)) return;
    const l2mtu =
      values.get('l2mtu') ?? (row === undefined ? undefined : l2mtuOf(row, router)) ?? undefined;
    if (l2mtu !== undefined && mtu > Number(l2mtu)) throw failure('could not set mtu');
  },
  live: {
    // What the router has out of the box says itself what it is: `loopback`.
    type: (row) => row.values.get('type') ?? typeOf(row),
    'mac-address': (row, router) => macOf(row, router),
    running: (row, router) => String(isRunning(row, router)),
    slave: (row, router) =>
      String(bridgePortOf(row, router) !== undefined || isBonded(row, router)),
    l2mtu: (row, router) => l2mtuOf(row, router)?.toString(),
    'actual-mtu': (row, router) => String(mtuOf(row, router)),
  },
};

/** A VLAN over itself, through however many others, would carry nothing. */
const isBelow = (row: Row, above: Row, router: Router): boolean => {
  let at: Row | undefined = above;
  for (let depth = 0; at !== undefined && depth < 4096; depth += 1) {
    if (at === row) return true;
    at =
      at.table.menu.path === '/interface/vlan'
        ? interfaceOf(at.values.get('interface'), router)
        : undefined;
  }
  return false;
};

export const vlanEffect: Effect = {
  prepare({ values, row, table }, router) {
    const parent = interfaceOf(values.get('interface'), router);
    if (parent === undefined) return;
    if (row !== undefined && isBelow(row, parent, router)) throw failure('can not run on itself');
    const mtu = Number(values.get('mtu') ?? table.menu.args.get('mtu')?.default ?? 1500);
    const below = l2mtuOf(parent, router);
    if (below !== undefined && mtu > below - 4) throw failure('could not set mtu');
  },
  added: (row, router) => followVlan(row.values, router),
  written(row, old, router) {
    followVlan(old, router);
    followVlan(row.values, router);
  },
  removed: (row, router) => followVlan(row.values, router),
};
