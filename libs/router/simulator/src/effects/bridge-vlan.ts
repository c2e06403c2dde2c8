import { failure } from '../menu/trap.ts';
import { currentMembers, followVlanRow } from './bridge-vlan-rows.ts';
import type { Effect } from './effect.ts';
import { rowsThatOverlap } from './vlan-ids.ts';

const members = (text: string | undefined) =>
  text === undefined || text === '' ? [] : text.split(',');

export const bridgeVlanEffect: Effect = {
  prepare({ values, row, table }) {
    const tagged = members(values.get('tagged'));
    const untagged = members(values.get('untagged'));
    if (tagged.some((member) => untagged.includes(member)))
      throw failure('interface cannot be in tagged and untagged at the same time');
    if (new Set(tagged).size < tagged.length || new Set(untagged).size < untagged.length)
      throw failure('each interface can appear only once');
    const bridge = values.get('bridge') ?? '';
    for (const other of rowsThatOverlap(table, bridge, values.get('vlan-ids') ?? ''))
      if (other !== row && !other.dynamic) throw failure('vlan already added');
  },
  added: (row, router) => followVlanRow(row.values, router),
  written(row, old, router) {
    followVlanRow(old, router);
    followVlanRow(row.values, router);
  },
  removed: (row, router) => followVlanRow(row.values, router),
  live: {
    'current-tagged': (row, router) => currentMembers(row, 'tagged', router),
    'current-untagged': (row, router) => currentMembers(row, 'untagged', router),
  },
};
