import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import {
  IPAM_COMMANDS,
  IPAM_EVENTS,
  ipamCommandSubject,
  ipamEventSubject,
  isIpamEvent,
} from '@ferrule/ipam-contracts';

const under = (wildcard: string, subject: string) => subject.startsWith(wildcard.slice(0, -1));

describe('the subjects of ipam', () => {
  it('go from wide to narrow, each under the wildcard that its stream takes', () => {
    for (const type of ['AllocateNetwork', 'ReleaseNetwork'] as const)
      expect(under(IPAM_COMMANDS.subjects, ipamCommandSubject(type))).toBe(true);
    for (const type of [
      'NetworkAllocated',
      'NetworkAllocationRefused',
      'NetworkReleased',
    ] as const) {
      expect(under(IPAM_EVENTS, ipamEventSubject(type))).toBe(true);
      expect(ipamEventSubject(type, 2)).toMatch(/^evt\.ipam\.network\.[a-z-]+\.v2$/);
      expect(isIpamEvent(type)).toBe(true);
    }
  });

  it('are of events that ipam records, and of no property that every object has', () => {
    expect(isIpamEvent('NetworkProvisionAccepted')).toBe(false);
    expect(isIpamEvent('constructor')).toBe(false);
  });
});
