import type { Effect } from './effect.ts';
import { interfaceOf } from './interface-of.ts';
import { bridgePortOf } from './network-interface.ts';

/** Nobody is served on an interface that is gone, or that a bridge has taken. */
export const dhcpServerEffect: Effect = {
  live: {
    invalid(row, router) {
      const link = interfaceOf(row.values.get('interface'), router);
      return String(link === undefined || bridgePortOf(link, router) !== undefined);
    },
  },
};
