import { menu, named } from './menu-facts.ts';

const anInterface = '/interface';

export const ipv6Menus = [
  menu('/ipv6/pool', {
    key: 'name',
    args: `name prefix prefix-length from-pool comment`,
    refers: { 'from-pool': '/ipv6/pool' },
    provides: named('/ipv6/pool'),
  }),
  menu('/ipv6/address', {
    key: 'address interface',
    args: `address interface advertise:flag=true auto-link-local:flag=true eui-64:flag=false
      from-pool= from-pool-policy:filled no-dad:flag=false disabled:flag=false comment`,
    refers: { interface: anInterface, 'from-pool': '/ipv6/pool' },
  }),
  menu('/ipv6/nd', {
    key: 'interface',
    args: `interface=all advertise-dns=yes advertise-mac-address:flag=true dns= hop-limit=unspecified
      managed-address-configuration:flag=false mtu=unspecified other-configuration:flag=false
      pref64:set= ra-delay:duration=3s ra-interval=3m20s-10m ra-lifetime:duration=30m
      ra-preference=medium reachable-time:duration=unspecified
      retransmit-interval:duration=unspecified disabled:flag=false comment`,
    refers: { interface: anInterface },
    unsets: true,
  }),
  menu('/ipv6/nd/prefix', {
    key: 'prefix interface',
    args: `prefix interface 6to4-interface=none autonomous:flag=true on-link:flag=true
      preferred-lifetime:duration:filled valid-lifetime:duration:filled dhcp6-pd-preferred:flag
      disabled:flag=false comment`,
    refers: { interface: anInterface },
  }),
  menu('/ipv6/dhcp-server', {
    key: 'name',
    args: `name interface address-pool=static-only prefix-pool lease-time:duration=3d
      address-lists:set allow-dual-stack-queue:flag=true binding-script dhcp-option:set
      ignore-ia-na-bindings:flag insert-queue-before:filled parent-queue:filled preference=255
      rapid-commit:flag=true route-distance=1 use-radius=no use-reconfigure:flag
      disabled:flag=false comment`,
    refers: {
      interface: anInterface,
      'address-pool': '/ipv6/pool',
      'prefix-pool': '/ipv6/pool',
      'dhcp-option': '/ipv6/dhcp-server/option',
    },
  }),
  menu('/ipv6/dhcp-server/option', {
    key: 'name',
    args: `name code value comment`,
    provides: named('/ipv6/dhcp-server/option'),
  }),
];
