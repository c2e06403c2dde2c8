import {
  type GatewayFacts,
  gatewayName,
  hostNameIn,
  type NameRecord,
} from '@ferrule/ipam-contracts';
import { type Address, parseAddress } from './address.ts';
import { cidrOf } from './cidr.ts';
import { gatewayOf } from './network-template.ts';

/** The stream of the names of a network; of all of them when none is named. */
export const namesStream = (networkId?: string): string =>
  networkId === undefined ? 'names' : `names-${networkId}`;

/** Where the name of an address is asked for: `1.150.16.172.in-addr.arpa`. */
export const reverseName = ({ family, value }: Address): string => {
  const [digits, base, bits, tree] =
    family === 4 ? [4, 10, 8n, 'in-addr.arpa'] : [32, 16, 4n, 'ip6.arpa'];
  const parts = Array.from({ length: digits }, (_, n) =>
    Number((value >> (bits * BigInt(n))) & ((1n << bits) - 1n)).toString(base),
  );
  return [...parts, tree].join('.');
};

export interface NamedNetwork extends GatewayFacts {
  /** One, or one of each family. */
  readonly prefixes: readonly string[];
}

export interface NamedAddress {
  readonly address: string;
  readonly hostName: string;
}

/**
 * What a network publishes: its gateway and each address with a host name, forward and reverse. A
 * host of another zone has its name there by somebody else, and only its address is named here.
 */
export const namesOf = (
  network: NamedNetwork,
  hosts: readonly NamedAddress[],
  zone: string,
): readonly NameRecord[] => {
  const gateway = gatewayName(network, zone);
  const gateways = network.prefixes.map((prefix) => gatewayOf(cidrOf(prefix)));
  const records = new Map<string, NameRecord>();
  const add = (name: string, type: NameRecord['type'], value: string): void => {
    const key = `${type} ${name}`;
    const values = new Set([...(records.get(key)?.values ?? []), value]);
    records.set(key, { name, type, values: [...values].sort() });
  };
  const publish = (text: string, forward: string | undefined, back: string): void => {
    const address = parseAddress(text);
    if (address === undefined) return;
    if (forward !== undefined) add(forward, address.family === 4 ? 'A' : 'AAAA', text);
    add(reverseName(address), 'PTR', back);
  };
  for (const address of gateways) publish(address, gateway, gateway);
  for (const { address, hostName } of hosts) {
    const forward = hostNameIn(hostName, zone);
    // Somebody named the gateway: it keeps its own name as well, and goes by it.
    const isGateway = gateways.includes(address);
    publish(address, forward, isGateway ? gateway : (forward ?? hostName.toLowerCase()));
  }
  return [...records.values()];
};

export interface NameChanges {
  /** New ones, and those with other values. */
  readonly added: readonly NameRecord[];
  readonly removed: readonly Omit<NameRecord, 'values'>[];
}

const keyOf = ({ name, type }: Omit<NameRecord, 'values'>): string => `${type} ${name}`;

export const nameChanges = (
  before: readonly NameRecord[],
  wanted: readonly NameRecord[],
): NameChanges => {
  const old = new Map(before.map((one) => [keyOf(one), one.values.join()]));
  const kept = new Set(wanted.map(keyOf));
  return {
    added: wanted.filter((one) => old.get(keyOf(one)) !== one.values.join()),
    removed: before
      .filter((one) => !kept.has(keyOf(one)))
      .map(({ name, type }) => ({ name, type })),
  };
};
