import type { Router } from '../router.ts';
import { readId, writeId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import { interfaceOf } from './interface-of.ts';
import { rowsWithVlan } from './vlan-ids.ts';

const vlanRows = '/interface/bridge/vlan';
const portRows = '/interface/bridge/port';

const wordsOf = (text: string | undefined) =>
  text === undefined || text === '' ? [] : text.split(',');

const isSingle = (ranges: string) => !ranges.includes('-') && !ranges.includes(',');

/** Most rows name one VLAN, and a bridge may have thousands of rows. */
const includes = (ranges: string | undefined, vid: number) =>
  ranges !== undefined && isSingle(ranges)
    ? ranges === String(vid)
    : wordsOf(ranges).some((range) => {
        const [from = '', to = from] = range.split('-');
        return Number(from) <= vid && vid <= Number(to);
      });

const rowsOf = (path: string, name: string, value: string, { state }: Router): readonly Row[] => {
  if (!state.has(path)) return [];
  const table = state.table(path);
  return (table.candidates(name, [value]) ?? [...table]).filter(
    (row) => row.values.get(name) === value && row.table.stored(row, 'disabled') !== 'true',
  );
};

const portsOf = (bridge: Row, router: Router) =>
  rowsOf(portRows, 'bridge', writeId(bridge.id), router);

const vlansOn = (bridge: Row, router: Router) =>
  rowsOf('/interface/vlan', 'interface', writeId(bridge.id), router);

const nameOf = (stored: string | undefined, router: Router) =>
  interfaceOf(stored, router)?.values.get('name');

const pvidOf = (row: Row) => Number(row.table.stored(row, 'pvid') ?? '1');

const takesUntagged = (row: Row) =>
  row.table.stored(row, 'frame-types') !== 'admit-only-vlan-tagged';

/** The bridge itself and its ports, where untagged frames belong to the VLAN. */
const untaggedBy = (bridge: Row, vid: number, router: Router): readonly string[] => {
  const own = pvidOf(bridge) === vid && takesUntagged(bridge) ? [bridge.values.get('name')] : [];
  const ports = portsOf(bridge, router)
    .filter((port) => pvidOf(port) === vid && takesUntagged(port))
    .map((port) => nameOf(port.values.get('interface'), router));
  return [...own, ...ports].filter((name) => name !== undefined);
};

const hasVlanInterface = (bridge: Row, vid: number, router: Router) =>
  rowsOf('/interface/vlan', 'vlan-id', String(vid), router).some(
    (vlan) => vlan.values.get('interface') === writeId(bridge.id),
  );

/** What somebody wrote about the VLAN. */
const writtenFor = (bridge: Row, vid: number, { state }: Router): readonly Row[] =>
  [...rowsWithVlan(state.table(vlanRows), writeId(bridge.id), vid)].filter(
    (row) => !row.dynamic && row.table.stored(row, 'disabled') !== 'true',
  );

interface Wanted {
  readonly comment: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What the router adds by itself for a VLAN that nobody wrote down. */
const wantedFor = (bridge: Row, vid: number, router: Router): readonly Wanted[] => {
  if (!bridge.live || bridge.table.stored(bridge, 'vlan-filtering') !== 'true') return [];
  const written = writtenFor(bridge, vid, router);
  const wanted: Wanted[] = [];
  const untagged = untaggedBy(bridge, vid, router);
  if (untagged.length > 0 && written.length === 0)
    wanted.push({ comment: 'added by pvid', values: { 'current-untagged': untagged.join(',') } });
  const carried = written.some((row) =>
    wordsOf(row.values.get('tagged')).some((member) => readId(member) === bridge.id),
  );
  if (!carried && hasVlanInterface(bridge, vid, router))
    wanted.push({
      comment: 'added by vlan on bridge',
      values: { 'current-tagged': bridge.values.get('name') ?? '' },
    });
  return wanted;
};

const bringInLine = (bridge: Row, vid: number, router: Router): void => {
  const { state } = router;
  const table = state.table(vlanRows);
  const id = writeId(bridge.id);
  const present = [...rowsWithVlan(table, id, vid)].filter(({ dynamic }) => dynamic);
  const wanted = wantedFor(bridge, vid, router);
  for (const row of present)
    if (!wanted.some(({ comment }) => comment === row.values.get('comment'))) state.remove(row);
  for (const { comment, values } of wanted) {
    const row = present.find((other) => other.values.get('comment') === comment);
    const entries = Object.entries(values);
    if (row === undefined)
      state.insert(
        table,
        new Map([['bridge', id], ['vlan-ids', String(vid)], ['comment', comment], ...entries]),
        { dynamic: true },
      );
    else if (entries.some(([name, value]) => row.values.get(name) !== value))
      state.replace(row, new Map([...row.values, ...entries]));
  }
};

const bridgeOf = (stored: string | undefined, router: Router): Row | undefined => {
  const row = interfaceOf(stored, router);
  return row?.table.menu.path === '/interface/bridge' ? row : undefined;
};

const vidsOf = (bridge: Row, router: Router): ReadonlySet<number> =>
  new Set([
    pvidOf(bridge),
    ...portsOf(bridge, router).map(pvidOf),
    ...vlansOn(bridge, router).map((vlan) => Number(vlan.values.get('vlan-id'))),
    ...rowsOf(vlanRows, 'bridge', writeId(bridge.id), router)
      .filter(({ dynamic }) => dynamic)
      .map((row) => Number(row.values.get('vlan-ids'))),
  ]);

export const followBridge = (bridge: Row, router: Router): void => {
  for (const vid of vidsOf(bridge, router)) bringInLine(bridge, vid, router);
};

type Values = ReadonlyMap<string, string>;

/** After a change of a port that holds, or held, these values. */
export const followPort = (port: Row, values: Values, router: Router): void => {
  const bridge = bridgeOf(values.get('bridge'), router);
  if (bridge !== undefined)
    bringInLine(bridge, Number(values.get('pvid') ?? port.table.stored(port, 'pvid') ?? 1), router);
};

/** After a change of a VLAN interface. */
export const followVlan = (values: Values, router: Router): void => {
  const bridge = bridgeOf(values.get('interface'), router);
  if (bridge !== undefined) bringInLine(bridge, Number(values.get('vlan-id')), router);
};

/** After a change of what somebody wrote about VLANs of a bridge. */
export const followVlanRow = (values: Values, router: Router): void => {
  const bridge = bridgeOf(values.get('bridge'), router);
  const ranges = values.get('vlan-ids') ?? '';
  if (bridge === undefined) return;
  if (isSingle(ranges)) bringInLine(bridge, Number(ranges), router);
  else
    for (const vid of vidsOf(bridge, router))
      if (includes(ranges, vid)) bringInLine(bridge, vid, router);
};

const isActive = (name: string | undefined, bridge: Row, router: Router) =>
  name === bridge.values.get('name') ||
  portsOf(bridge, router).some((port) => nameOf(port.values.get('interface'), router) === name);

/** Members that are on the bridge at this moment, of the two lists that somebody wrote. */
export const currentMembers = (
  row: Row,
  kind: 'tagged' | 'untagged',
  router: Router,
): string | undefined => {
  if (row.dynamic) return undefined;
  const bridge = bridgeOf(row.values.get('bridge'), router);
  if (bridge?.table.stored(bridge, 'vlan-filtering') !== 'true') return undefined;
  const names = wordsOf(row.values.get(kind))
    .map((member) => nameOf(member, router))
    .filter((name) => name !== undefined && isActive(name, bridge, router));
  if (kind === 'untagged')
    for (const range of wordsOf(row.values.get('vlan-ids')))
      if (!range.includes('-')) names.push(...untaggedBy(bridge, Number(range), router));
  return [...new Set(names)].join(',');
};
