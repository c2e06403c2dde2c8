import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { Packet, Tag } from '@ferrule/router-simulator-core';
import {
  client,
  MANAGEMENT,
  opening,
  opens,
  outsiders,
  reachesRouter,
  routerServices,
  SERVICES,
  slips,
} from './matrix.ts';
import type { Place } from './matrix.ts';
import { DC1, DC2, INSIDE, INTERNET, networkWish } from './traffic-ground.ts';
import { TrafficSite } from './traffic-site.ts';

const PROFILES = ['standard', 'isolated', 'open', 'web'] as const;

/** Two networks of each profile: one that sends, one that is sent to. */
const vlanOf = (profile: number, isTarget: boolean): number =>
  100 + 10 * profile + (isTarget ? 1 : 0);

const wishFor = (profile: string, vlanId: number) =>
  networkWish(vlanId, {
    firewallProfile: profile,
    ipv6: { subnet: `2001:db8:1:${vlanId}::/64`, gateway: `2001:db8:1:${vlanId}::1` },
  });

let site: TrafficSite;
/** In front of the customers' own. */
let outer: readonly Tag[];

const networks = (family: 4 | 6, isTarget: boolean): readonly Place[] =>
  PROFILES.map((profile, at) => client(profile, vlanOf(at, isTarget), family, outer));

const named = ({ name }: Place) =>
  PROFILES.some((profile) => profile === name) ? `a network of ${name}` : name;

type Judge = (packet: Packet) => ReturnType<ReturnType<TrafficSite['judge']>>;

/** `opens`: new connections and their answers. `answers`: only what the other side has opened. */
const cell = (judge: Judge, from: Place, to: Place): string => {
  const services = Object.values(SERVICES);
  const open = services.filter((service) => opens(judge, from, to, service));
  if (open.length === services.length) return 'opens';
  const isAsked = services.some((service) => opens(judge, to, from, service));
  const words = [...open.map(({ name }) => `opens ${name}`), ...(isAsked ? ['answers'] : [])];
  return words.length === 0 ? '–' : words.join(', ');
};

/** Otherwise no rule was met, and the operator's own decide. */
const isOurs = (judge: Judge, packet: Packet): boolean => judge(packet).by !== 'no rule';

const matrix = (judge: Judge, family: 4 | 6): readonly (readonly string[])[] => {
  const sources = [...networks(family, false), ...outsiders(family)];
  const targets = [...networks(family, true), ...outsiders(family)];
  const services = routerServices(family);
  const clients = new Set<string>(PROFILES);
  return [
    ['from \\ to', ...targets.map(named), ...services.map(({ name }) => `router: ${name}`)],
    ...sources.map((from) => [
      named(from),
      ...targets.map((to) => {
        if (from.name === to.name && !clients.has(to.name)) return '';
        return isOurs(judge, opening(from, to.address, SERVICES.other))
          ? cell(judge, from, to)
          : 'not ours';
      }),
      ...services.map((service) => {
        if (!isOurs(judge, opening(from, from.router, service))) return 'not ours';
        return reachesRouter(judge, from, service) ? 'opens' : '–';
      }),
    ]),
  ];
};

const markdown = ([head = [], ...rows]: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** As the document has it, whatever the width of its columns. */
const documented = (): string => {
  const text = readFileSync(new URL('../../docs/firewall-matrix.md', import.meta.url), 'utf8');
  const [, block = ''] = /<!-- evaluated -->\n+([\s\S]*?)\n+<!-- end -->/u.exec(text) ?? [];
  return block
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((part) => part.trim()),
    )
    .map((parts) => (parts.every((part) => /^-+$/u.test(part)) ? parts.map(() => '---') : parts))
    .map((parts) => `| ${parts.join(' | ')} |`)
    .join('\n');
};

describe.each<[string, DatacenterProfile, readonly Tag[]]>([
  ['one tag', DC1, []],
  ['two tags', { ...DC1, encapsulation: DC2.encapsulation }, [{ vid: 1000, tpid: 0x88a8 }]],
])('where frames of customers have %s,', (_, datacenter, tags) => {
  beforeAll(async () => {
    outer = tags;
    site = await TrafficSite.start(datacenter);
    await site.prepare();
    for (const [at, profile] of PROFILES.entries())
      for (const isTarget of [false, true])
        await site.provision(wishFor(profile, vlanOf(at, isTarget)));
  });

  afterAll(() => site.stop());

  describe('who may open a connection to whom', () => {
    it('is as the document says', () => {
      expect(markdown(matrix(site.judge(), 4))).toBe(documented());
    });

    it('is the same for IPv6', () => {
      const [four, six] = ([4, 6] as const).map((family) => matrix(site.judge(), family).slice(1));
      // DHCP of IPv4 has no sibling: clients find their own addresses.
      expect(six).toEqual(four);
    });

    it.each([4, 6] as const)('is not widened by packets of no connection, in IPv%i', (family) => {
      const judge = site.judge();
      const all = [...networks(family, false), ...networks(family, true), ...outsiders(family)];
      const slipped = all.flatMap((from) =>
        all
          .filter((to) => to !== from && !opens(judge, from, to, SERVICES.other))
          .filter((to) => slips(judge, from, to, SERVICES.other))
          .map((to) => `${from.name} to ${to.name}`),
      );
      expect(slipped).toEqual([]);
    });
  });

  describe('a forged source address', () => {
    const isolated = () => networks(4, false)[1]!;

    it.each([
      ['of management', '172.16.10.5'],
      ['of a client who may open', '172.16.100.20'],
      ['of the Internet', '198.51.100.7'],
    ])('%s opens nothing for an isolated client', (_, address) => {
      const judge = site.judge();
      const targets = [...networks(4, true), ...outsiders(4)].filter(
        ({ name }) => name !== MANAGEMENT,
      );
      const reached = targets.filter((to) =>
        opens(judge, { ...isolated(), address }, to, SERVICES.other),
      );
      expect(reached).toEqual([]);
      for (const service of routerServices(4).slice(-1))
        expect(reachesRouter(judge, { ...isolated(), address }, service)).toBe(false);
    });

    it('of management opens nothing for the Internet', () => {
      const judge = site.judge();
      const [, internet] = outsiders(4);
      for (const to of networks(4, true).filter(({ name }) => name !== 'open' && name !== 'web'))
        expect(opens(judge, { ...internet!, address: '172.16.10.5' }, to, SERVICES.other)).toBe(
          false,
        );
    });

    it('of nobody here leaves no client network', () => {
      const judge = site.judge();
      const [, internet] = outsiders(4);
      const [standard] = networks(4, false);
      expect(opens(judge, standard!, internet!, SERVICES.other)).toBe(true);
      expect(opens(judge, { ...standard!, address: '192.0.2.99' }, internet!, SERVICES.other)).toBe(
        false,
      );
    });
  });

  describe('an isolated client', () => {
    it('sends nothing to management by way of the Internet, when its own way is down', async () => {
      const [, isolated] = networks(4, false);
      const [management] = outsiders(4);
      await site.type(`/interface/ethernet/disable numbers=${INSIDE.management}`);
      const judged = site.judge()(opening(isolated!, management!.address, SERVICES.other));
      await site.type(`/interface/ethernet/enable numbers=${INSIDE.management}`);
      expect(judged.path).toContainEqual(expect.stringContaining(`out of ${INTERNET}`));
      expect(judged.verdict).toBe('dropped');
    });
  });
});
