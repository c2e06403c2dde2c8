import { DATACENTERS } from '@ferrule/dev-stack';
import { gatewayName } from '@ferrule/ipam-contracts';
import { without } from './expected-rows.ts';
import { expectedOf } from './job-laws.ts';
import type { JobRecord, NetworkRecord } from './records.ts';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The zone that a network was asked for with, as its first job wrote it down. */
const zoneOf = (jobs: readonly JobRecord[]): string | undefined => {
  const asked = jobs.find(({ workflow }) => workflow === 'network.provision')?.events[0]?.data;
  const request = asked?.['request'];
  const zone: unknown = isObject(request) ? Reflect.get(request, 'dnsZone') : undefined;
  return typeof zone === 'string' ? zone : undefined;
};

const serviceVlanOf = (datacenter: string): number | null => {
  const { encapsulation } = DATACENTERS.find(({ id }) => id === datacenter)?.settings ?? {};
  const vlan: unknown = isObject(encapsulation)
    ? Reflect.get(encapsulation, 'serviceVlan')
    : undefined;
  return typeof vlan === 'number' ? vlan : null;
};

const namesOf = (network: NetworkRecord, zone: string): readonly string[] => {
  const { datacenter, vlan, gateway } = network;
  const serviceVlan = serviceVlanOf(datacenter);
  const name = gatewayName({ datacenter, vlanId: vlan, serviceVlan }, zone);
  const reverse = `${gateway.split('.').toReversed().join('.')}.in-addr.arpa`;
  return [`${name} A ${gateway}`, `${reverse} PTR ${name}`];
};

/** Whether the name server says of every network what it should, and nothing else. */
export const brokenByNames = (
  networks: readonly NetworkRecord[],
  jobsOf: ReadonlyMap<string | null, readonly JobRecord[]>,
  found: readonly string[],
): readonly string[] => {
  const wanted: string[] = [];
  const unsure: string[] = [];
  for (const network of networks) {
    const jobs = jobsOf.get(network.id) ?? [];
    const zone = zoneOf(jobs);
    const expected = expectedOf(jobs);
    if (zone === undefined || expected === 'gone') continue;
    (expected === 'unsure' ? unsure : wanted).push(...namesOf(network, zone));
  }
  return [
    ...without(wanted, found).map((line) => `the name server lacks: ${line}`),
    ...without(found, [...wanted, ...unsure]).map(
      (line) => `the name server has of nobody: ${line}`,
    ),
  ];
};
