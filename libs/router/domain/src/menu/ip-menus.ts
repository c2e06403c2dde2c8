import { menu, named } from './menu-facts.ts';

const anInterface = '/interface';

export const ipMenus = [
  menu('/ip/vrf', {
    ordered: true,
    key: 'name',
    args: `name interfaces:set disabled:flag=false comment`,
    refers: { interfaces: anInterface },
    // Its table and its interface are there by themselves, and have its name.
    provides: named('/ip/vrf', '/routing/table', anInterface),
  }),
  menu('/ip/pool', {
    key: 'name',
    args: `name ranges:set next-pool comment`,
    refers: { 'next-pool': '/ip/pool' },
    provides: named('/ip/pool'),
  }),
  menu('/ip/address', {
    key: 'address interface',
    args: `address interface network:filled broadcast:filled netmask:filled disabled:flag=false
      comment`,
    refers: { interface: anInterface },
  }),
  menu('/ip/dns', {
    kind: 'singleton',
    args: `servers= allow-remote-requests:flag=false cache-size=2048 cache-max-ttl:duration=1w
      address-list-extra-time:duration=0s doh-max-concurrent-queries=50
      doh-max-server-connections=5 doh-timeout:duration=5s max-concurrent-queries=100
      max-concurrent-tcp-sessions=20 max-udp-packet-size=4096 mdns-repeat-ifaces:set=
      query-server-timeout:duration=2s query-total-timeout:duration=10s use-doh-server=
      verify-doh-cert:flag=false vrf=main`,
    refers: { vrf: '/ip/vrf', 'mdns-repeat-ifaces': anInterface },
  }),
  menu('/ip/dns/static', {
    ordered: true,
    key: 'name regexp type address cname text mx-exchange srv-target ns forward-to',
    args: `name regexp type=A address cname text mx-exchange mx-preference ns srv-target srv-port
      srv-priority srv-weight forward-to address-list match-subdomain:flag ttl:duration=1d
      disabled:flag=false comment`,
    refers: { 'address-list': '/ip/firewall/address-list' },
  }),
  menu('/ip/service', {
    kind: 'fixed',
    key: 'name',
    args: `port:filled address:set= certificate=none max-sessions=20 tls-version=any vrf=main
      available-from:set disabled:flag=false`,
    refers: { certificate: '/certificate', vrf: '/ip/vrf' },
  }),
  menu('/ip/dhcp-server', {
    key: 'name',
    args: `name interface address-pool=static-only lease-time:duration=30m authoritative=yes
      add-arp:flag=false add-dns-entries:flag add-dns-entries-suffix address-lists:set=
      allow-dual-stack-queue:flag=true always-broadcast:flag=false bootp-lease-time:duration=forever
      bootp-support=static client-mac-limit conflict-detection:flag=true
      delay-threshold:duration=none dhcp-option-set=none dynamic-lease-identifiers:set:filled
      insert-queue-before:filled lease-script= parent-queue=none relay:filled server-address:filled
      support-broadband-tr101:flag use-framed-as-classless:flag=true use-radius=no
      use-reconfigure:flag=false disabled:flag=false comment`,
    refers: { interface: anInterface, 'address-pool': '/ip/pool' },
    provides: named('/ip/dhcp-server'),
  }),
  menu('/ip/dhcp-server/network', {
    key: 'address',
    args: `address gateway:set= dns-server= domain= netmask:filled ntp-server= wins-server=
      caps-manager= boot-file-name= next-server= dhcp-option:set= dhcp-option-set=none dns-none:flag
      ntp-none:flag comment`,
    refers: { 'dhcp-option': '/ip/dhcp-server/option' },
    unsets: true,
  }),
  menu('/ip/dhcp-server/option', {
    key: 'name',
    args: `name code value force:flag comment`,
    provides: named('/ip/dhcp-server/option'),
  }),
  menu('/ip/dhcp-server/lease', {
    key: 'address server',
    args: `address server=all mac-address client-id lease-time:duration block-access:flag
      address-lists:set= agent-circuit-id agent-remote-id allow-dual-stack-queue:flag=true
      always-broadcast:flag dhcp-option:set= dhcp-option-set=none insert-queue-before:filled
      parent-queue=none queue-type:filled rate-limit routes use-src-mac:flag disabled:flag=false
      comment`,
    refers: { server: '/ip/dhcp-server', 'dhcp-option': '/ip/dhcp-server/option' },
    unsets: true,
  }),
];
