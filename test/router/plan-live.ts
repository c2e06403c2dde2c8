import fc from 'fast-check';
import type { SimulatedRouter } from '@ferrule/router-simulator-core';
import { apply, plan, type Words } from './plan-ground.ts';
import { resourcesOf, wanting, type Wanting } from './plan-wishes.ts';

/** What is on a router before anybody plans: rows of strangers, of another owner, and older ones of ours. */
export interface Live {
  readonly foreign: readonly number[];
  readonly other: Wanting;
  readonly older: Wanting;
  readonly damage: readonly Damage[];
}

/** What somebody does to a row that is there; all numbers are taken modulo how many there are. */
export interface Damage {
  readonly menu: number;
  readonly row: number;
  readonly how: number;
}

export const damage: fc.Arbitrary<Damage> = fc.record({
  menu: fc.nat(1000),
  row: fc.nat(1000),
  how: fc.nat(1000),
});

export const live: fc.Arbitrary<Live> = fc.record({
  foreign: fc.uniqueArray(fc.nat(9)),
  other: wanting(2),
  older: wanting(1),
  damage: fc.array(damage, { maxLength: 6 }),
});

const foreignRows: readonly (readonly Words[])[] = [
  [['/ip/firewall/filter/add', '=chain=forward', '=action=drop', '=src-address=192.0.2.1']],
  [['/ip/firewall/filter/add', '=chain=forward', '=action=accept', '=src-address=192.0.2.2']],
  [['/ip/firewall/filter/add', '=chain=input', '=action=accept', '=src-address=192.0.2.3']],
  [['/ip/firewall/filter/add', '=chain=input', '=action=drop', '=comment=their own']],
  [['/ip/firewall/nat/add', '=chain=srcnat', '=action=accept', '=dst-address=192.0.2.4']],
  [['/ip/firewall/address-list/add', '=list=list1', '=address=192.0.2.5']],
  [['/ip/dns/static/add', '=name=their.example', '=address=192.0.2.6']],
  [
    ['/interface/vlan/add', '=name=their', '=interface=ether7', '=vlan-id=7'],
    ['/ip/address/add', '=address=192.0.2.129/25', '=interface=their'],
  ],
  [['/ip/route/add', '=dst-address=198.51.100.0/24', '=blackhole=yes']],
  [['/ip/dns/set', '=servers=192.0.2.7', '=cache-size=4096']],
];

/** For each menu some ways to change a row that leave it a valid one. */
const ways: Readonly<Record<string, readonly Words[]>> = {
  '/ip/firewall/filter': [['=disabled=yes'], ['=log=yes'], ['=log-prefix=x'], ['move']],
  '/ip/firewall/nat': [['=disabled=yes'], ['move']],
  '/interface/vlan': [['=disabled=yes'], ['=mtu=1300'], ['=arp=proxy-arp']],
  '/ip/address': [['=disabled=yes']],
  '/ip/pool': [['=ranges=10.77.0.1-10.77.0.9']],
  '/ip/dhcp-server': [['=lease-time=5m'], ['=disabled=yes'], ['=add-arp=yes']],
  '/ip/dhcp-server/network': [['=domain=x.example'], ['=gateway=10.77.0.1']],
  '/ip/firewall/address-list': [['=disabled=yes'], ['remove']],
  '/ip/dns/static': [['=ttl=5m'], ['=disabled=yes'], ['remove'], ['move']],
  '/ip/route': [['=distance=7'], ['=check-gateway=ping'], ['=disabled=yes'], ['remove']],
  '/interface/list/member': [['=disabled=yes'], ['remove']],
  '/interface/wireguard/peers': [['=persistent-keepalive=25s'], ['=disabled=yes'], ['move']],
  '/routing/bgp/connection': [['=disabled=yes'], ['=use-bfd=yes'], ['=multihop=yes']],
  '/routing/rule': [['=disabled=yes'], ['remove']],
};

export interface Damaged {
  readonly path: string;
  readonly row: Readonly<Record<string, string>>;
}

/** Changes one row that has the comment, or any; undefined where there was nothing to change. */
export const inflict = async (
  router: SimulatedRouter,
  { menu, row, how }: Damage,
  comment?: string,
): Promise<Damaged | undefined> => {
  const paths = Object.keys(ways);
  const path = paths[menu % paths.length] ?? '';
  const question = comment === undefined ? [] : [`?comment=${comment}`];
  const { rows } = await router.run([`${path}/print`, ...question]);
  const changeable = rows.filter((each) => each['dynamic'] !== 'true');
  const target = changeable[row % Math.max(changeable.length, 1)];
  if (target === undefined) return undefined;
  const id = `=.id=${target['.id'] ?? ''}`;
  const options = ways[path] ?? [];
  const words = options[how % options.length] ?? [];
  if (words[0] === 'remove') await router.run([`${path}/remove`, id]);
  else if (words[0] === 'move') await router.run([`${path}/move`, id]);
  else await router.run([`${path}/set`, id, ...words]);
  return { path, row: target };
};

export const prepare = async (
  router: SimulatedRouter,
  { foreign, other, older, damage: damages }: Live,
  tags: { readonly ours: string; readonly theirs: string },
): Promise<void> => {
  router.reboot({ lose: true });
  for (const at of foreign) for (const words of foreignRows[at] ?? []) await router.run(words);
  await apply(router, await plan(router, tags.theirs, resourcesOf(other, tags.theirs)));
  await apply(router, await plan(router, tags.ours, resourcesOf(older, tags.ours)));
  for (const each of damages) await inflict(router, each, tags.ours);
};
