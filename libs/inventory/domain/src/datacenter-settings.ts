import {
  type BgpSettings,
  type DatacenterOrder,
  type DatacenterSettings,
  FIREWALL_PROFILES,
  type FirewallProfile,
  NETWORK_TYPES,
} from '@ferrule/inventory-contracts';
import { Rejection } from '@ferrule/kernel';
import { isAddress, isIpv4, isNetwork, overlaps, type Prefix, readPrefix } from './prefix.ts';

const invalid = (field: string, message: string, suggestion?: string): Rejection =>
  new Rejection('VALIDATION_FAILED', `${field} ${message}`, {
    field,
    ...(suggestion !== undefined && { suggestion }),
  });

const prefixesOf = (field: string, texts: readonly string[]): readonly Prefix[] =>
  texts.map((text, at) => {
    const prefix = readPrefix(text);
    if (prefix === undefined)
      throw invalid(`${field}[${at}]`, 'must be a prefix such as 172.16.0.0/16');
    if (!isNetwork(prefix))
      throw invalid(`${field}[${at}]`, 'has bits set behind its length', 'write its first address');
    return prefix;
  });

const refuseOverlap = (field: string, prefixes: readonly Prefix[]): void => {
  for (const [at, prefix] of prefixes.entries()) {
    const other = prefixes.findIndex((one) => overlaps(one, prefix));
    if (other !== at) throw invalid(`${field}[${at}]`, `overlaps ${field}[${other}]`);
  }
};

const refuseTwice = (field: string, names: readonly string[]): void => {
  for (const [at, name] of names.entries())
    if (names.indexOf(name) !== at) throw invalid(`${field}[${at}].name`, 'is there twice');
};

const encapsulationOf = ({
  kind,
  serviceVlan,
  etherType,
}: DatacenterOrder['encapsulation']): DatacenterSettings['encapsulation'] => {
  if (kind === 'vlan') {
    const extra = serviceVlan === undefined ? etherType && 'etherType' : 'serviceVlan';
    if (extra !== undefined)
      throw invalid(`encapsulation.${extra}`, 'belongs to the kind qinq, and the kind is vlan');
    return { kind };
  }
  if (serviceVlan === undefined)
    throw invalid('encapsulation.serviceVlan', 'is required with the kind qinq');
  return { kind, serviceVlan, etherType: etherType ?? '0x88a8' };
};

const resolverOf = ({
  servers,
  cacheKiB = 2_048,
}: NonNullable<DatacenterOrder['resolver']>): DatacenterSettings['resolver'] => {
  for (const [at, server] of servers.entries())
    if (!isAddress(server)) throw invalid(`resolver.servers[${at}]`, 'must be an IP address');
  return { servers, cacheKiB };
};

const bgpOf = (
  { as, routerId, peers }: NonNullable<DatacenterOrder['bgp']>,
  before: BgpSettings | null,
): BgpSettings => {
  if (!isIpv4(routerId)) throw invalid('bgp.routerId', 'must be an IPv4 address');
  refuseTwice(
    'bgp.peers',
    peers.map(({ name }) => name),
  );
  return {
    as,
    routerId,
    peers: peers.map(({ md5, md5Key, ...peer }, at) => {
      if (!isAddress(peer.address))
        throw invalid(`bgp.peers[${at}].address`, 'must be an IP address');
      const isStored = before?.peers.some(({ name, md5: has }) => has && name === peer.name);
      if (md5 === true && md5Key === undefined && isStored !== true)
        throw invalid(`bgp.peers[${at}].md5Key`, 'is required: no key of this peer is stored');
      if (md5 === false && md5Key !== undefined)
        throw invalid(`bgp.peers[${at}].md5`, 'is false, and there is a key all the same');
      return { ...peer, md5: md5 ?? md5Key !== undefined };
    }),
  };
};

// Their interface lists would be those in which all clients are.
const RESERVED = new Set(['clients', 'untrusted']);

const profilesOf = (own: readonly FirewallProfile[]): readonly FirewallProfile[] => {
  refuseTwice(
    'firewallProfiles',
    own.map(({ name }) => name),
  );
  for (const [at, { name }] of own.entries())
    if (RESERVED.has(name)) throw invalid(`firewallProfiles[${at}].name`, 'has another meaning');
  const names = new Set(own.map(({ name }) => name));
  return [...FIREWALL_PROFILES.filter(({ name }) => !names.has(name)), ...own];
};

/** What its sender wrote, with every default filled in; a `Rejection` that names what is wrong. */
export const datacenterSettings = (
  order: DatacenterOrder,
  before: BgpSettings | null,
): DatacenterSettings => {
  prefixesOf('management', order.management);
  refuseOverlap('supernets', prefixesOf('supernets', order.supernets));
  return {
    name: order.name,
    uplink: order.uplink,
    bridge: order.bridge ?? null,
    encapsulation: encapsulationOf(order.encapsulation),
    management: order.management,
    supernets: order.supernets,
    dnsZones: order.dnsZones ?? [],
    resolver: order.resolver ? resolverOf(order.resolver) : null,
    internet: order.internet ?? null,
    bgp: order.bgp ? bgpOf(order.bgp, before) : null,
    firewallProfiles: profilesOf(order.firewallProfiles ?? []),
    networkTypes: order.networkTypes ?? NETWORK_TYPES,
    timeZone: order.timeZone ?? 'UTC',
  };
};
