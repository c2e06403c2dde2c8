import { usage } from '../failure.ts';
import { type Fields, given } from '../order-file.ts';
import type { BgpOptions } from './bgp-options.ts';

/** False of what was taken back by `--no-…`. */
export interface Settings extends BgpOptions {
  readonly name?: string;
  readonly uplink?: string;
  readonly bridge?: string | false;
  readonly qinq?: number;
  readonly etherType?: string;
  readonly vlan?: true;
  readonly management?: readonly string[];
  readonly supernet?: readonly string[];
  readonly dnsZone?: readonly string[];
  readonly resolver?: readonly string[] | false;
  readonly internet?: string | false;
  readonly networkType?: readonly string[];
  readonly timeZone?: string;
  readonly file?: string;
}

/** What is taken back goes to its default. */
const orNone = <Value, Field>(
  value: Value | false | undefined,
  fieldOf: (value: Value) => Field,
): Field | null | undefined => {
  if (value === undefined) return undefined;
  return value === false ? null : fieldOf(value);
};

const encapsulationOf = ({ qinq, etherType, vlan }: Settings): object | undefined => {
  if (qinq === undefined && etherType !== undefined) throw usage('--ether-type goes with --qinq.');
  if (qinq !== undefined && vlan) throw usage('either --vlan or --qinq.');
  if (vlan) return { kind: 'vlan' };
  return qinq === undefined ? undefined : given({ kind: 'qinq', serviceVlan: qinq, etherType });
};

export const fieldsOf = (options: Settings): Fields =>
  given({
    name: options.name,
    uplink: options.uplink,
    bridge: orNone(options.bridge, (bridge) => bridge),
    encapsulation: encapsulationOf(options),
    management: options.management,
    supernets: options.supernet,
    dnsZones: options.dnsZone,
    resolver: orNone(options.resolver, (servers) => ({ servers })),
    internet: orNone(options.internet, (name) => ({ interface: name })),
    networkTypes: options.networkType,
    timeZone: options.timeZone,
  });
