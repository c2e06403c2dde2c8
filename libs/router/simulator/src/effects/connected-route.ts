import { networkOf, readPrefix, writeAddress } from '../menu/address.ts';
import type { Row } from '../state/row.ts';
import type { Router } from '../router.ts';
import type { Effect } from './effect.ts';
import { interfaceOf } from './interface-of.ts';
import { bridgePortOf } from './network-interface.ts';

/** Rows that exist because of another one. Undo brings back the same rows, so a pair stays a pair. */
const routeOf = new WeakMap<Row, Row>();

const connectedIds = 0x2018_0000;

const withdraw = (row: Row, { state }: Router) => {
  const route = routeOf.get(row);
  if (route?.live === true) state.remove(route);
};

const announce = (row: Row, router: Router) => {
  const { state } = router;
  const path = row.table.menu.path.startsWith('/ipv6/') ? '/ipv6/route' : '/ip/route';
  const prefix = readPrefix(row.values.get('address') ?? '');
  const link = interfaceOf(row.values.get('interface'), router);
  if (prefix === undefined || link === undefined || !state.has(path)) return;
  if (row.table.stored(row, 'disabled') === 'true') return;
  const name = link.values.get('name') ?? '';
  const values = new Map([
    ['dst-address', `${writeAddress(networkOf(prefix))}/${prefix.length}`],
    ['gateway', name],
    ['immediate-gw', name],
    ['routing-table', 'main'],
    ['distance', '0'],
    ['scope', '10'],
    ['target-scope', '5'],
    ['connect', 'true'],
    ['dynamic', 'true'],
    ['active', 'true'],
    ['local-address', `${writeAddress(prefix)}%${name}`],
  ]);
  const table = state.table(path);
  let id = connectedIds + row.id;
  while (table.space.rows.has(id)) id += 1;
  routeOf.set(row, state.insert(table, values, { dynamic: true, id }));
};

/** An address brings the route to its network, and takes it away. */
export const connectedRouteEffect: Effect = {
  prepare({ values, written, table }) {
    const prefix = readPrefix(values.get('address') ?? '');
    if (prefix?.family !== 4 || !table.menu.args.has('network')) return;
    if (written.has('network')) return;
    if (written.has('address') || !values.has('network'))
      values.set('network', writeAddress(networkOf(prefix)));
  },
  added: announce,
  written(row, _old, router) {
    withdraw(row, router);
    announce(row, router);
  },
  removed: withdraw,
  live: {
    invalid: (row, router) =>
      String(interfaceOf(row.values.get('interface'), router) === undefined),
    'actual-interface': (row, router) => {
      const link = interfaceOf(row.values.get('interface'), router);
      if (link === undefined) return undefined;
      const port = bridgePortOf(link, router);
      const bridge = port && interfaceOf(port.values.get('bridge'), router);
      return (bridge ?? link).values.get('name');
    },
  },
};
