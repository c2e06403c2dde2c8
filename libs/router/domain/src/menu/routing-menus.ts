import { menu, named, type MenuFacts } from './menu-facts.ts';

const route = (path: string): MenuFacts =>
  menu(path, {
    key: 'dst-address gateway routing-table',
    args: `dst-address gateway routing-table=main distance=1 scope=30 target-scope=10 pref-src
      check-gateway vrf-interface blackhole:presence suppress-hw-offload:flag=false
      disabled:flag=false comment`,
    refers: {
      gateway: '/interface /ip/vrf',
      'routing-table': '/routing/table',
      'vrf-interface': '/interface',
    },
    unsets: true,
  });

/** What templates and connections of BGP have in common; the last two lines are gone in newer versions. */
const session = `as afi:set templates:set use-bfd:flag vrf routing-table hold-time:duration
  keepalive-time:duration multihop:flag nexthop-choice save-to cisco-vpls-nlri-len-fmt
  input.accept-communities input.accept-ext-communities input.accept-large-communities
  input.accept-nlri input.add-path:set input.affinity input.allow-as input.attr-error-handling:filled
  input.filter input.filter-communities input.filter-ext-communities input.filter-large-communities
  input.filter-nlri input.filter-unknown input.limit-process-routes-ipv4
  input.limit-process-routes-ipv6 output.add-path:set output.affinity output.as-override:flag
  output.default-originate output.default-prepend output.filter-chain output.filter-select
  output.keep-sent-attributes:flag output.network output.network-blackhole:flag
  output.no-client-to-client-reflection:flag output.no-early-cut:flag output.redistribute:set
  output.remove-private-as:flag disabled:flag=false comment
  add-path-out address-families:set cluster-id input.accept-unknown input.ignore-as-path-len:flag
  router-id`;

const sessionRefers = {
  templates: '/routing/bgp/template',
  vrf: '/ip/vrf',
  'routing-table': '/routing/table',
  'output.network': '/ip/firewall/address-list /ipv6/firewall/address-list',
};

export const routingMenus = [
  menu('/routing/table', {
    key: 'name',
    args: `name fib:presence disabled:flag=false comment`,
    provides: named('/routing/table'),
    unsets: true,
  }),
  menu('/routing/rule', {
    ordered: true,
    args: `action=lookup chain dst-address interface min-prefix realm routing-mark src-address table
      vrf:presence disabled:flag=false comment`,
    refers: { interface: '/interface', 'routing-mark': '/routing/table', table: '/routing/table' },
    unsets: true,
  }),
  route('/ip/route'),
  route('/ipv6/route'),
  menu('/routing/bgp/instance', {
    key: 'name',
    args: `name as router-id routing-table vrf=main cluster-id ignore-as-path-len:flag multipath
      disabled:flag=false comment`,
    refers: { vrf: '/ip/vrf', 'routing-table': '/routing/table' },
    provides: named('/routing/bgp/instance'),
    unsets: true,
    needs: 'bgpInstance',
  }),
  menu('/routing/bgp/template', {
    key: 'name',
    args: `name ${session}`,
    refers: sessionRefers,
    provides: named('/routing/bgp/template'),
    unsets: true,
  }),
  menu('/routing/bgp/connection', {
    key: 'name',
    args: `name instance local.role connect:flag=true listen:flag=true local.address local.port
      local.ttl remote.address remote.allowed-as remote.as remote.port remote.ttl tcp-md5-key:secret
      ${session.replace('vrf routing-table', 'vrf=main routing-table=main')}`,
    refers: { instance: '/routing/bgp/instance', ...sessionRefers },
    unsets: true,
  }),
];
