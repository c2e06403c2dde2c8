import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { networkWish } from './network-wish.ts';
import { allocation, request } from './spec-jobs.ts';

describe('what a network wishes of its router', () => {
  it('is what was asked for, at the addresses that it was given', () => {
    const asked = { ...request, bgpEnabled: true, firewallProfile: 'open' };
    expect(networkWish('net-1', asked, allocation)).toMatchObject({
      networkId: 'net-1',
      ...allocation,
      firewallProfile: 'open',
      bgpEnabled: true,
      mtu: 1_500,
    });
  });

  it('is NAT for those whose clients may open connections, since their addresses are private', () => {
    const natOf = (firewallProfile: string) =>
      networkWish('net-1', { ...request, firewallProfile }, allocation).nat;
    expect(['standard', 'open', 'isolated'].map(natOf)).toEqual([true, true, false]);
  });

  it('is no NAT out of a table of its own, and the domain of its names', () => {
    const asked = { ...request, vrf: 'acme', dnsZone: 'acme.example' };
    expect(networkWish('net-1', asked, allocation)).toMatchObject({
      ...{ vrf: 'acme', nat: false, dnsDomain: 'acme.example' },
    });
  });

  it('is IPv6 where it was given some', () => {
    const given = { ipv6Subnet: '2001:db8:150::/64', ipv6Gateway: '2001:db8:150::1' };
    expect(networkWish('net-1', request, { ...allocation, ...given }).ipv6).toEqual({
      ...{ subnet: '2001:db8:150::/64', gateway: '2001:db8:150::1' },
    });
    expect(networkWish('net-1', request, allocation).ipv6).toBeNull();
  });

  it('is that the router knows its gateway by name, where a zone is asked for', () => {
    const asked = { ...request, dnsZone: 'dc1.example' };
    const given = { ...allocation, ipv6Gateway: '2001:db8:150::1' };
    const name = 'gw-vlan150.dc1.example';
    expect(networkWish('net-1', asked, given).dnsRecords).toEqual([
      { name, address: allocation.gateway },
      { name, address: '2001:db8:150::1' },
    ]);
    expect(networkWish('net-1', { ...asked, vrf: 'acme' }, given).dnsRecords).toEqual([]);
  });

  it('is no name server of its own: the gateway resolves', () => {
    expect(networkWish('net-1', request, allocation)).toMatchObject({
      dnsServers: [],
      dnsRecords: [],
    });
  });
});
