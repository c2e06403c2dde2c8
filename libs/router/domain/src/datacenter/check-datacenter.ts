import type { BgpProfile, DatacenterProfile, FirewallProfile } from '@ferrule/inventory-contracts';
import type { RouterFailure } from '@ferrule/router-contracts';
import { isNetwork, readAddress, readPrefix } from '../network/address.ts';
import { isId, refused } from '../network/compiled.ts';
import { isReserved } from './lists.ts';

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

export const isVlanId = (id: number): boolean => isWhole(id, 1, 4094);

const isName = (text: string): boolean => /^[\w.-]{1,32}$/u.test(text);

/** `80,443,8000-8100`, as a router reads it back. */
const arePorts = (text: string): boolean =>
  text.split(',').every((part) => {
    const [, first = '', last] = /^([1-9]\d*)(?:-([1-9]\d*))?$/u.exec(part) ?? [];
    if (first === '' || Number(first) > 65_535) return false;
    return last === undefined || (Number(first) < Number(last) && Number(last) <= 65_535);
  });

function* faultsOfProfiles(profiles: readonly FirewallProfile[]): Generator<RouterFailure> {
  for (const [at, { name, accepts }] of profiles.entries()) {
    const field = `firewallProfiles[${at}]`;
    if (!/^[a-z][a-z0-9-]{0,22}$/u.test(name))
      yield refused(`${field}.name`, `${name} is no name: lower-case letters, digits and "-"`);
    if (isReserved(name))
      yield refused(`${field}.name`, `the list of ${name} has another meaning: take another name`);
    if (profiles.findIndex((other) => other.name === name) !== at)
      yield refused(`${field}.name`, `${name} is there twice`);
    if (typeof accepts === 'string') continue;
    for (const [index, { ports }] of accepts.entries())
      if (!arePorts(ports))
        yield refused(
          `${field}.accepts[${index}].ports`,
          `${ports} are no ports`,
          'write them as 80,443 or 8000-8100',
        );
  }
}

function* faultsOfBgp({ as, routerId, peers }: BgpProfile): Generator<RouterFailure> {
  const isAs = (value: number) => isWhole(value, 1, 4_294_967_295);
  if (!isAs(as)) yield refused('bgp.as', `${as} is no AS number`);
  if (readAddress(routerId)?.family !== 4)
    yield refused('bgp.routerId', `${routerId} is no IPv4 address`);
  for (const [at, peer] of peers.entries()) {
    const field = `bgp.peers[${at}]`;
    if (!isName(peer.name)) yield refused(`${field}.name`, `${peer.name} is no name`);
    if (peers.findIndex(({ name }) => name === peer.name) !== at)
      yield refused(`${field}.name`, `${peer.name} is there twice`);
    if (readAddress(peer.address) === undefined)
      yield refused(`${field}.address`, `${peer.address} is no address`);
    if (!isAs(peer.as)) yield refused(`${field}.as`, `${peer.as} is no AS number`);
  }
}

/** What is wrong with it, without a look at any router; nothing: it can be compiled. */
export function* faultsOfDatacenter(datacenter: DatacenterProfile): Generator<RouterFailure> {
  const { id, uplink, bridge, encapsulation, resolver, internet, bgp } = datacenter;
  if (!isId(id)) yield refused('id', `${id} is no id: 1 to 32 letters, digits, "-" or "_"`);
  if (!isName(uplink)) yield refused('uplink', `${uplink} is no name of an interface`);
  if (bridge !== null && !isName(bridge))
    yield refused('bridge', `${bridge} is no name of a bridge`);
  if (encapsulation.kind === 'qinq' && !isVlanId(encapsulation.serviceVlan))
    yield refused(
      'encapsulation.serviceVlan',
      `${encapsulation.serviceVlan} is no VLAN: they go from 1 to 4094`,
    );
  for (const field of ['management', 'supernets'] as const)
    for (const [at, text] of datacenter[field].entries()) {
      const prefix = readPrefix(text);
      if (prefix === undefined || !isNetwork(prefix))
        yield refused(`${field}[${at}]`, `${text} is no prefix`, 'write it as 172.16.10.0/24');
    }
  if (resolver !== null) {
    for (const [at, server] of resolver.servers.entries())
      if (readAddress(server) === undefined)
        yield refused(`resolver.servers[${at}]`, `${server} is no address`);
    if (!isWhole(resolver.cacheKiB, 64, 4_194_304))
      yield refused('resolver.cacheKiB', `${resolver.cacheKiB} is no size of a cache, from 64 on`);
  }
  if (internet !== null && !isName(internet.interface))
    yield refused('internet.interface', `${internet.interface} is no name of an interface`);
  yield* faultsOfProfiles(datacenter.firewallProfiles);
  if (bgp !== null) yield* faultsOfBgp(bgp);
}
