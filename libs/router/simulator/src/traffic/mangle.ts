import { readAddress } from '../menu/address.ts';
import { unknownAction } from './chain.ts';
import type { Act } from './chain.ts';
import { dropped } from './packet.ts';
import { nameOf } from './router-tables.ts';
import type { TableRow } from './router-tables.ts';
import type { Traveller } from './traveller.ts';

const given = (mark: string | undefined) => (mark === 'no-mark' ? undefined : mark);

type Change = (rule: TableRow, packet: Traveller) => void;

/** It changes what neither a rule nor a route looks at here. */
const unseen: Change = () => undefined;

const hops =
  (argument: string): Change =>
  (rule, packet) => {
    const [how, by] = (rule[argument] ?? '').split(':');
    if (how === 'set') packet.ttl = Number(by);
    else if (packet.ttl !== undefined)
      packet.ttl = how === 'increment' ? packet.ttl + Number(by) : packet.ttl - Number(by);
  };

const changes: Readonly<Record<string, Change>> = {
  'mark-packet': (rule, packet) => {
    packet.packetMark = given(rule['new-packet-mark']);
  },
  'mark-connection': (rule, packet) => {
    packet.connectionMark = given(rule['new-connection-mark']);
  },
  'mark-routing': (rule, packet) => {
    packet.routingMark = given(rule['new-routing-mark']);
  },
  route: (rule, packet) => {
    packet.forcedNextHop = readAddress(rule['route-dst'] ?? '');
  },
  'change-ttl': hops('new-ttl'),
  'change-hop-limit': hops('new-hop-limit'),
  'change-dscp': (rule, packet) => {
    const dscp = Number(rule['new-dscp']);
    // Taken from a priority that nobody told it is unknown.
    packet.dscp = Number.isNaN(dscp) ? undefined : dscp;
  },
  'change-mss': unseen,
  'set-priority': unseen,
  'clear-df': unseen,
  'strip-ipv4-options': unseen,
  'fasttrack-connection': unseen,
  'sniff-tzsp': unseen,
  'sniff-pc': unseen,
};

export const mangle: Act = (action, rule, packet, ref) => {
  if (action === 'drop') return dropped(ref, `dropped by ${nameOf(ref)}`);
  const change = changes[action];
  if (change === undefined) return unknownAction(action, ref);
  change(rule, packet);
  const stops = rule['passthrough'] === 'false' || rule['passthrough'] === 'no';
  return stops ? 'accept' : 'next';
};
