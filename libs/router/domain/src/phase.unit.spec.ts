import { describe, expect, it } from '@jest/globals';
import { PHASES, phaseOf, PhaseOrder } from '@ferrule/router-domain';

const words = (text: string) => text.trim().split(/\s+/u);

/** Every path of the engine's document, and those that belong beside them. */
const table: readonly (readonly [phase: number, paths: string])[] = [
  [
    1,
    `/interface/bridge /interface/wireguard /interface/pppoe-client /interface/l2tp-client
    /interface/sstp-client /interface/pptp-client /interface/ovpn-client /interface/wifi
    /interface/wifi/security /interface/wifi/configuration /interface/wifi/channel
    /interface/wifi/datapath /interface/wifi/aaa /interface/wifi/steering
    /interface/wifi/interworking /interface/wifi/access-list /interface/wifi/cap
    /interface/wifi/capsman /interface/ipip /interface/eoip /interface/gre /interface/vxlan
    /interface/vxlan/vteps /interface/vlan /interface/macvlan /interface/lte /interface/lte/apn
    /interface/list /interface/vrrp /interface/bonding /ip/vrf /zerotier /zerotier/interface`,
  ],
  [
    2,
    `/interface/wireguard/peers /ip/ipsec/profile /ip/ipsec/peer /ip/ipsec/proposal
    /ip/ipsec/mode-config`,
  ],
  [3, '/ip/pool /ip/address /ipv6/pool /ipv6/address'],
  [
    4,
    `/ppp/profile /ppp/secret /interface/pptp-server /interface/pptp-server/server
    /interface/l2tp-server /interface/l2tp-server/server /interface/sstp-server
    /interface/sstp-server/server /interface/ovpn-server /interface/ovpn-server/server
    /interface/pppoe-server /interface/pppoe-server/server /ip/ipsec/identity /ip/ipsec/policy
    /ip/ipsec/policy/group /ip/hotspot /ip/hotspot/profile /ip/hotspot/user /ip/socks
    /ip/socks/users /ip/proxy /ip/proxy/access /radius /radius/incoming`,
  ],
  [
    5,
    `/interface/wifi/provisioning /ip/dhcp-server/network /ip/dhcp-server /ip/dhcp-server/lease
    /ip/dhcp-server/option /ip/dhcp-client /interface/bridge/port /interface/bridge/vlan
    /interface/list/member /ipv6/dhcp-server /ipv6/dhcp-client /ipv6/nd /ipv6/nd/prefix`,
  ],
  [
    6,
    `/routing/table /ip/route /routing/rule /ipv6/route /routing/bgp/instance
    /routing/bgp/template /routing/bgp/connection`,
  ],
  [
    7,
    `/ip/firewall/address-list /ip/firewall/mangle /ip/firewall/nat /ip/firewall/filter
    /ip/firewall/raw /ip/upnp/interfaces /ip/nat-pmp/interfaces /ip/upnp /ip/nat-pmp
    /ipv6/firewall/address-list /ipv6/firewall/mangle /ipv6/firewall/nat /ipv6/firewall/filter
    /ipv6/firewall/raw`,
  ],
  [
    8,
    `/ip/dns /ip/dns/static /ip/dns/forwarders /system/identity /system/ntp/client
    /system/ntp/client/servers /system/scheduler /system/script /system/logging
    /system/logging/action /ip/service /ip/cloud /ip/ssh /certificate`,
  ],
];

describe('the phase of a path', () => {
  it.each(table.flatMap(([phase, paths]) => words(paths).map((path) => ({ phase, path }))))(
    '$path belongs to phase $phase',
    ({ phase, path }) => {
      expect(phaseOf(path)).toBe(phase);
    },
  );

  it('is that of the longest beginning, in whole elements', () => {
    expect(phaseOf('/interface/list')).toBe(1);
    expect(phaseOf('/interface/list/member')).toBe(5);
    expect(() => phaseOf('/interface/listing')).toThrow('no phase');
  });

  it.each([
    '/interface',
    '/ip',
    '/routing',
    '/system',
    '/system/reboot',
    '/file',
    '/user',
    '',
    'ip/pool',
  ])('is refused for %p, which nobody configures, with the field that is at fault', (path) => {
    expect(() => phaseOf(path)).toThrow(
      expect.objectContaining({ code: 'PATH_WITHOUT_PHASE', detail: { field: 'path' } }),
    );
  });

  it('is one of eight, in their order, each with its name and the paths that it owns', () => {
    expect(PhaseOrder).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(PHASES.map(({ name }) => name)).toEqual([
      'Interface Setup',
      'Tunnel Peers',
      'IP Address Pools',
      'PPP/VPN Servers',
      'DHCP Networking',
      'Routing',
      'Firewall',
      'System/DNS',
    ]);
    const paths = PHASES.flatMap((each) => each.paths);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
