import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each, sameName } from './arguments.ts';
import { states, statesWhenTrue } from './properties.ts';
import { routerId } from './values.ts';
import { wordsOf } from './word-lists.ts';

export const ospfMenus = [
  menu('/routing/ospf/instance', {
    kind: 'list',
    args: {
      name: t.string({ unset: false }),
      'domain-id': t.ip6(),
      'domain-tag': t.int(),
      'in-filter-chain': t.soft(),
      'mpls-te-address': t.ip(),
      'mpls-te-area': t.ip4(),
      'originate-default': t.enum(['never', 'always', 'if-installed']),
      'out-filter-chain': t.soft(),
      'out-filter-select': t.soft(),
      redistribute: t.flags(
        wordsOf('connected static rip ospf isis bgp vpn dhcp fantasy modem bgp-mpls-vpn slaac'),
      ),
      'router-id': { ...routerId, unset: false },
      'routing-table': t.ref('/routing/table'),
      'use-dn': t.bool(),
      version: t.enum(['2', '3'], { unset: false }),
      vrf: t.ref('/ip/vrf', { unset: false }),
    },
    readOnly: {
      ...states('inactive'),
    },
    unique: [sameName],
  }),
  menu('/routing/ospf/area', {
    kind: 'list',
    args: {
      name: t.string({ unset: false }),
      instance: t.ref('/routing/ospf/instance', { mandatory: true }),
      'area-id': t.ip4({ unset: false }),
      'default-cost': t.int(),
      'no-summaries': t.presence(),
      'nssa-translator': t.enum(['candidate', 'no', 'yes']),
      type: t.enum(['default', 'stub', 'nssa'], { unset: false }),
    },
    readOnly: {
      ...states('inactive dynamic'),
      ...statesWhenTrue('transit-capable'),
    },
    unique: [sameName],
  }),
  menu('/routing/ospf/interface-template', {
    kind: 'list',
    ordered: true,
    args: {
      area: t.ref('/routing/ospf/area', { mandatory: true }),
      auth: t.enum(['simple', 'md5', 'sha1', 'sha256', 'sha384', 'sha512']),
      'auth-id': t.int(),
      'auth-key': t.string(),
      cost: t.int([0, 65_535], { unset: false }),
      ...each(
        t.duration([1, 65_535], { unset: false }),
        wordsOf('dead-interval hello-interval retransmit-interval transmit-delay'),
      ),
      'instance-id': t.int(undefined, { unset: false }),
      interfaces: t.list(t.ref('/interface', { words: ['all', 'none'] })),
      networks: t.list(t.anyNetwork({ bare: true })),
      passive: t.presence(),
      'prefix-list': t.soft(),
      priority: t.int([0, 255], { unset: false }),
      type: t.enum(wordsOf('broadcast nbma ptp ptp-unnumbered ptmp ptmp-broadcast virtual-link'), {
        unset: false,
      }),
      'use-bfd': t.bool(),
      'vlink-neighbor-id': t.ip4({ until: '7.24' }),
      'vlink-transit-area': t.ref('/routing/ospf/area', { until: '7.24' }),
    },
    readOnly: {
      ...states('inactive'),
    },
  }),
  menu('/routing/bfd/configuration', {
    kind: 'list',
    ordered: true,
    args: {
      'address-list': t.soft(),
      addresses: t.list(t.anyNetwork()),
      'forbid-bfd': t.bool(),
      interfaces: t.list(t.ref('/interface', { words: ['all', 'none'] })),
      'min-rx': t.duration(),
      'min-tx': t.duration(),
      multiplier: t.int([1, 255]),
      vrf: t.ref('/ip/vrf'),
    },
    readOnly: {
      ...states('inactive'),
    },
  }),
];
