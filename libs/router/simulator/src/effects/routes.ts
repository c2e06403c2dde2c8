import { contains, readAddress, readPrefix } from '../menu/address.ts';
import type { Row } from '../state/row.ts';
import type { Router } from '../router.ts';
import type { Effect } from './effect.ts';
import { interfaceOf } from './interface-of.ts';

/** The interface behind a gateway: named itself, after `%`, or the link on whose network the address lies. */
const linkOf = (gateway: string, path: string, router: Router): Row | undefined => {
  const [address = '', scope] = gateway.split('%');
  const named =
    interfaceOf(address, router) ?? router.state.rowByName('/interface', scope ?? address);
  if (named !== undefined) return named;
  const wanted = readAddress(address);
  if (wanted === undefined) return undefined;
  for (const route of router.state.table(path)) {
    if (route.values.get('connect') !== 'true') continue;
    const network = readPrefix(route.values.get('dst-address') ?? '');
    if (network !== undefined && contains(network, wanted))
      return router.state.rowByName('/interface', route.values.get('gateway') ?? '');
  }
  return undefined;
};

const isActive = (row: Row, router: Router): boolean => {
  if (row.dynamic) return true;
  if (row.table.stored(row, 'disabled') === 'true') return false;
  if (row.values.has('blackhole')) return true;
  return (row.values.get('gateway') ?? '')
    .split(',')
    .some((gateway) => linkOf(gateway, row.table.menu.path, router) !== undefined);
};

export const routeEffect: Effect = {
  prepare({ values, row }) {
    if (row?.dynamic !== true) values.set('static', 'true');
  },
  live: {
    active: (row, router) => String(isActive(row, router)),
    inactive: (row, router) => String(!isActive(row, router)),
    'immediate-gw': (row, router) => {
      const [gateway = ''] = (row.values.get('gateway') ?? '').split(',');
      const link = gateway === '' ? undefined : linkOf(gateway, row.table.menu.path, router);
      if (link === undefined) return undefined;
      const name = link.values.get('name') ?? '';
      return readAddress(gateway) === undefined ? name : `${gateway}%${name}`;
    },
  },
};
