import { writeAddress } from '../menu/address.ts';
import type { Address } from '../menu/address.ts';
import { isLinkLocal, isMulticast, isWithin, readRange } from './address-range.ts';
import { mainTable } from './addresses.ts';
import { dropped, rejected } from './packet.ts';
import type { Ended } from './packet.ts';
import { CannotJudge, isEnabled, isPresent, isTrue, nameOf, refOf } from './router-tables.ts';
import type { TableRow } from './router-tables.ts';
import { described } from './routes.ts';
import type { Found } from './routes.ts';
import type { Traveller } from './traveller.ts';

const menu = '/routing/rule';

/** The order of RouterOS itself, which since 7.22 stands in the menu as rows of its own. */
const builtinChains = new Set(['local', 'main', 'mangle', 'vrf-lookup', 'vrf-unreach']);

const known = new Set([
  '.id',
  '.nextid',
  'action',
  'chain',
  'comment',
  'default',
  'disabled',
  'dst-address',
  'dynamic',
  'inactive',
  'interface',
  'invalid',
  'min-prefix',
  'routing-mark',
  'src-address',
  'table',
]);

const lies = (address: Address, range: string | undefined) => {
  if (range === undefined || range === '') return true;
  const read = readRange(range);
  return read !== undefined && isWithin(read, address);
};

const applies = (row: TableRow, packet: Traveller) => {
  const unknown = Object.keys(row).find((name) => !known.has(name));
  if (unknown !== undefined && isPresent(row[unknown]))
    throw new CannotJudge(`${nameOf(refOf(menu, row))}: ${unknown} is not modelled`);
  const link = row['interface'] ?? '';
  const mark = row['routing-mark'] ?? '';
  return (
    lies(packet.src, row['src-address']) &&
    lies(packet.dst, row['dst-address']) &&
    (link === '' || packet.inInterface === link || packet.vrf === link) &&
    (mark === '' || packet.routingMark === mark)
  );
};

const find = (packet: Traveller, table: string, longerThan?: number): Found | undefined => {
  const found = packet.ground.routes(packet.family).find(table, packet.dst, longerThan);
  packet.say(
    found === undefined
      ? `table ${table} has no route to ${writeAddress(packet.dst)}`
      : `table ${table}: ${described(found)}`,
  );
  return found;
};

const byRule = (row: TableRow, packet: Traveller): Found | Ended | undefined => {
  const ref = refOf(menu, row);
  const action = row['action'] ?? 'lookup';
  packet.say(`${nameOf(ref)}: ${action} ${row['table'] ?? ''}`.trimEnd());
  switch (action) {
    case 'drop':
      return dropped(ref, `dropped by ${nameOf(ref)}`);
    case 'unreachable':
      return rejected(ref, `unreachable by ${nameOf(ref)}`);
    case 'lookup':
    case 'lookup-only-in-table': {
      const shortest = row['min-prefix'];
      const found = find(
        packet,
        row['table'] ?? mainTable,
        shortest === undefined ? undefined : Number(shortest),
      );
      if (found !== undefined || action === 'lookup') return found;
      return rejected(ref, `${nameOf(ref)} allows no other table`);
    }
    default:
      throw new CannotJudge(`${nameOf(ref)}: the action ${action} is not modelled`);
  }
};

const search = (packet: Traveller): Found | Ended | undefined => {
  const { ground, routingMark, vrf } = packet;
  if (routingMark !== undefined && routingMark !== mainTable) {
    const found = find(packet, routingMark);
    if (found !== undefined) return found;
  }
  for (const row of ground.tables.rows(menu)) {
    if (!isEnabled(row) || isTrue(row['default']) || builtinChains.has(row['chain'] ?? ''))
      continue;
    if (!applies(row, packet)) continue;
    const found = byRule(row, packet);
    if (found !== undefined) return found;
  }
  // A VRF never falls back to the main table: that is what it is for.
  return find(packet, vrf);
};

/** The way out of the router. */
export const route = (packet: Traveller): Found | Ended => {
  if (isLinkLocal(packet.dst) && packet.inInterface !== undefined)
    return dropped('no route', 'link-local addresses are not forwarded');
  const { forcedNextHop } = packet;
  const wanted = packet.dst;
  if (forcedNextHop !== undefined) packet.dst = forcedNextHop;
  const found = search(packet);
  packet.dst = wanted;
  if (found === undefined) return rejected('no route', `no route to ${writeAddress(wanted)}`);
  if ('verdict' in found) return found;
  if (forcedNextHop !== undefined && found.interface !== undefined)
    return { ...found, nextHop: forcedNextHop };
  if (found.kind === 'blackhole') return dropped(found.ref, `blackhole ${described(found)}`);
  if (found.interface === undefined)
    return rejected(found.ref, `${found.kind} ${described(found)}`);
  return found;
};

export const isForRouter = ({ dst, vrf, ground }: Traveller) =>
  isMulticast(dst) || ground.addresses.isBroadcast(dst, vrf) || ground.addresses.isLocal(dst, vrf);

/** Whether the way back to the sender is one that `rp-filter` takes. */
export const passesReversePath = (packet: Traveller): boolean => {
  const mode = packet.family === 4 ? packet.ground.setting('/ip/settings', 'rp-filter') : undefined;
  if (mode === undefined || mode === 'no' || mode === 'false') return true;
  const back = packet.ground.routes(packet.family).find(packet.vrf, packet.src);
  packet.say(`rp-filter=${mode}: ${back === undefined ? 'no way back' : described(back)}`);
  if (back?.interface === undefined) return false;
  return mode === 'loose' || back.interface === packet.inInterface;
};
