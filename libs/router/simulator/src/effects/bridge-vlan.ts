import { failure } from '../menu/trap.ts';
import { currentMembers, followVlanRow } from './bridge-vlan-rows.ts';
import type { Effect } from './effect.ts';

const members = (text: string | undefined) =>
  text === undefined || text === '' ? [] : text.split(',');

const rangesOf = (text: string | undefined) =>
  members(text).map((part) => {
    const [from = '', to = from] = part.split('-');
    return [Number(from), Number(to)] as const;
  });

const isSingle = (ranges: string | undefined) => ranges !== undefined && !/[-,]/u.test(ranges);

const overlap = (left: string | undefined, right: string | undefined) =>
  isSingle(left) && isSingle(right) ? left === right : overlapOfRanges(left, right);

const overlapOfRanges = (left: string | undefined, right: string | undefined) =>
  rangesOf(left).some(([from, to]) =>
    rangesOf(right).some(([otherFrom, otherTo]) => from <= otherTo && otherFrom <= to),
  );

export const bridgeVlanEffect: Effect = {
  prepare({ values, row, table }) {
    const tagged = members(values.get('tagged'));
    const untagged = members(values.get('untagged'));
    if (tagged.some((member) => untagged.includes(member)))
      throw failure('interface cannot be in tagged and untagged at the same time');
    if (new Set(tagged).size < tagged.length || new Set(untagged).size < untagged.length)
      throw failure('each interface can appear only once');
    const bridge = values.get('bridge') ?? '';
    for (const other of table.candidates('bridge', [bridge]) ?? table) {
      if (other === row || other.dynamic || other.values.get('bridge') !== bridge) continue;
      if (overlap(values.get('vlan-ids'), other.values.get('vlan-ids')))
        throw failure('vlan already added');
    }
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
