import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { NetworkWish, RouterFailure } from '@ferrule/router-contracts';
import { contains, isNetwork, overlaps, readAddress, readPrefix } from './address.ts';
import type { Prefix } from './address.ts';
import { refused } from './compiled.ts';

/** Shorter ones would take over a good part of the world. */
const SHORTEST = { 4: 8, 6: 16 } as const;

const hostPrefix = (text: string): Prefix | undefined => {
  const address = readAddress(text);
  return address && { ...address, length: address.family === 4 ? 32 : 128 };
};

/** What no client may draw to itself by a route. */
const othersOf = ({ management, supernets, bgp, resolver }: DatacenterProfile) => [
  ...[...management, ...supernets].flatMap((text) => readPrefix(text) ?? []),
  ...[
    ...(bgp === null ? [] : [bgp.routerId, ...bgp.peers.map(({ address }) => address)]),
    ...(resolver?.servers ?? []),
  ].flatMap((text) => hostPrefix(text) ?? []),
];

export function* faultsOfRoutes(
  { subnet, gateway, ipv6, routes }: NetworkWish,
  datacenter: DatacenterProfile,
): Generator<RouterFailure> {
  const others = othersOf(datacenter);
  const own = [subnet, ipv6?.subnet ?? ''].flatMap((text) => readPrefix(text) ?? []);
  const routers = [gateway, ipv6?.gateway ?? ''].flatMap((text) => readAddress(text) ?? []);
  for (const [at, route] of routes.entries()) {
    const field = `routes[${at}]`;
    const destination = readPrefix(route.destination);
    const via = readAddress(route.gateway);
    if (destination === undefined || !isNetwork(destination)) {
      yield refused(`${field}.destination`, `${route.destination} is no prefix`);
      continue;
    }
    if (destination.length < SHORTEST[destination.family])
      yield refused(`${field}.destination`, `${route.destination} is more than a network has`);
    if ([...others, ...own].some((prefix) => overlaps(prefix, destination)))
      yield refused(
        `${field}.destination`,
        `${route.destination} overlaps what is somebody else's`,
      );
    if (routes.findIndex((other) => other.destination === route.destination) !== at)
      yield refused(`${field}.destination`, `${route.destination} is there twice`);
    const isHost =
      via?.family === destination.family &&
      own.some((prefix) => contains(prefix, via)) &&
      !routers.some(({ family, bits }) => family === via.family && bits === via.bits);
    if (!isHost) yield refused(`${field}.gateway`, `${route.gateway} is no host of the network`);
  }
}
