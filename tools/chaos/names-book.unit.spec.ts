import { describe, expect, it } from '@jest/globals';
import { brokenByNames } from './names-book.ts';
import type { JobRecord, NetworkRecord } from './records.ts';

const network: NetworkRecord = {
  ...{ id: 'net-1', datacenter: 'DC2', subnet: '172.20.4.0/26', gateway: '172.20.4.1', vlan: 150 },
  ...{ status: 'allocated', provisioned: true, holdsPrefix: true, holdsVlan: true },
};
const NAMES = [
  'gw-vlan1000-150-dc2.chaos.example A 172.20.4.1',
  '1.4.20.172.in-addr.arpa PTR gw-vlan1000-150-dc2.chaos.example',
];

const job = (
  status: string,
  dnsZone?: string,
  workflow = 'network.provision',
): readonly JobRecord[] => {
  const events = [{ type: 'NetworkProvisionAccepted', data: { request: { dnsZone } } }];
  return [{ id: 'job-1', workflow, networkId: 'net-1', status, events }];
};

const broken = (jobs: readonly JobRecord[], found: readonly string[]) =>
  brokenByNames([network], new Map([['net-1', jobs]]), found);

describe('the book of names', () => {
  it('is balanced when the server has what was asked for, and nothing else', () => {
    expect(broken(job('COMPLETED', 'chaos.example'), NAMES)).toEqual([]);
    expect(broken(job('COMPLETED'), [])).toEqual([]);
    expect(broken(job('FAILED', 'chaos.example'), [])).toEqual([]);
  });

  it('names what is missing, and what nobody asked for', () => {
    expect(broken(job('COMPLETED', 'chaos.example'), NAMES.slice(1))).toEqual([
      `the name server lacks: ${NAMES[0]}`,
    ]);
    expect(broken(job('FAILED', 'chaos.example'), NAMES.slice(0, 1))).toEqual([
      `the name server has of nobody: ${NAMES[0]}`,
    ]);
  });

  it('leaves open what a job that calls for a person has come to', () => {
    for (const found of [[], NAMES])
      expect(broken(job('NEEDS_OPERATOR', 'chaos.example'), found)).toEqual([]);
  });
});
