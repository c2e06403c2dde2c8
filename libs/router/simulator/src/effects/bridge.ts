import type { Router } from '../router.ts';
import { writeId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import type { Effect } from './effect.ts';
import { interfaceOf } from './interface-of.ts';
import { followBridge, followPort } from './bridge-vlan-rows.ts';

const isEnabled = (row: Row) => row.table.stored(row, 'disabled') !== 'true';

/** The 88E6393X of smaller boards looks at 0x8100 only; with service tags it hands frames to the CPU. */
const offloadsServiceTags = ({ profile: { board } }: Router) => board.name.startsWith('CCR2116');

const isOffloaded = (port: Row, bridge: Row, router: Router): boolean => {
  const link = interfaceOf(port.values.get('interface'), router);
  if (!router.profile.board.switchChip || link?.table.menu.path !== '/interface/ethernet')
    return false;
  if (port.table.stored(port, 'hw') !== 'true') return false;
  const serviceTags =
    bridge.table.stored(bridge, 'vlan-filtering') === 'true' &&
    (bridge.table.stored(bridge, 'ether-type') !== '0x8100' ||
      port.table.stored(port, 'tag-stacking') === 'true');
  return !serviceTags || offloadsServiceTags(router);
};

/** undefined where the port does nothing: it is disabled, or its bridge or interface is gone or off. */
const activeBridgeOf = (port: Row, router: Router): Row | undefined => {
  const bridge = interfaceOf(port.values.get('bridge'), router);
  const link = interfaceOf(port.values.get('interface'), router);
  return isEnabled(port) &&
    bridge !== undefined &&
    isEnabled(bridge) &&
    link !== undefined &&
    isEnabled(link)
    ? bridge
    : undefined;
};

export const bridgeEffect: Effect = {
  written: (row, _old, router) => followBridge(row, router),
  added: followBridge,
  /** Its ports stay, with `bridge=*1C`; what the router had made goes. */
  removed(row, { state }) {
    for (const vlan of [...state.table('/interface/bridge/vlan')])
      if (vlan.dynamic && vlan.values.get('bridge') === writeId(row.id)) state.remove(vlan);
  },
};

export const bridgePortEffect: Effect = {
  added: (row, router) => followPort(row, row.values, router),
  written(row, old, router) {
    followPort(row, old, router);
    followPort(row, row.values, router);
  },
  removed: (row, router) => followPort(row, row.values, router),
  live: {
    inactive: (row, router) => String(activeBridgeOf(row, router) === undefined),
    status: (row, router) => (activeBridgeOf(row, router) === undefined ? 'inactive' : 'in-bridge'),
    'hw-offload': (row, router) => {
      const bridge = activeBridgeOf(row, router);
      return String(bridge !== undefined && isOffloaded(row, bridge, router));
    },
  },
};
