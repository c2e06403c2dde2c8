import { describe, expect, it } from '@jest/globals';
import { menuFacts } from './menus.ts';
import { sameValue } from './row.ts';

const same = (path: string, name: string, left: string | undefined, right: string | undefined) =>
  sameValue(menuFacts(path), name, left, right);

describe('two values of an argument', () => {
  it.each([
    ['/ip/dhcp-server', 'lease-time', '1h', '60m'],
    ['/ip/dhcp-server', 'lease-time', '1h', '01:00:00'],
    ['/ip/dhcp-server', 'lease-time', '1d2h', '1d 02:00:00'],
    ['/ip/dhcp-server', 'lease-time', '90', '1m30s'],
    ['/ip/dhcp-server', 'lease-time', undefined, '30m'],
    ['/ip/dhcp-server', 'delay-threshold', 'none', undefined],
    ['/ip/dhcp-server', 'add-arp', 'yes', 'true'],
    ['/ip/dhcp-server', 'add-arp', undefined, 'no'],
    ['/ip/dhcp-server/network', 'domain', '', undefined],
    ['/ip/firewall/filter', 'connection-state', 'established,related', 'related,established'],
    ['/ip/firewall/filter', 'fragment', undefined, 'false'],
    ['/routing/table', 'fib', '', 'yes'],
    ['/routing/table', 'fib', undefined, 'no'],
    ['/ip/firewall/address-list', 'address', '192.0.2.1', '192.0.2.1/32'],
    ['/ipv6/route', 'dst-address', '2001:db8::1', '2001:db8::1/128'],
    ['/ip/vrf', 'interfaces', 'b,a', 'a,b'],
  ])('of %s %s are the same, written %p or %p', (path, name, left, right) => {
    expect(same(path, name, left, right)).toBe(true);
  });

  it.each([
    ['/ip/dhcp-server', 'lease-time', '1h', '1m'],
    ['/ip/dhcp-server', 'lease-time', '1s', '1ms'],
    ['/ip/dhcp-server', 'add-arp', 'yes', undefined],
    ['/routing/table', 'fib', '', undefined],
    ['/ip/dhcp-server/network', 'dns-server', '192.0.2.1,192.0.2.2', '192.0.2.2,192.0.2.1'],
    ['/ip/pool', 'name', 'yes', 'true'],
    ['/ip/firewall/address-list', 'address', '192.0.2.0/24', '192.0.2.0/25'],
  ])('of %s %s are not the same, written %p or %p', (path, name, left, right) => {
    expect(same(path, name, left, right)).toBe(false);
  });
});
