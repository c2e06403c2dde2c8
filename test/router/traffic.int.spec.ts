import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compileNetwork, dialectOf } from '@ferrule/router-domain';
import { tagOf } from '@ferrule/router-contracts';
import type { NetworkWish } from '@ferrule/router-contracts';
import { reply } from '@ferrule/router-simulator-core';
import type { Packet } from '@ferrule/router-simulator-core';
import { client, opening, opens, outsiders, reachesRouter, SERVICES } from './matrix.ts';
import { DC1, INTERNET, networkWish, UPLINK } from './traffic-ground.ts';
import { TrafficSite } from './traffic-site.ts';

const [management, internet, other] = outsiders(4);
const [, internet6] = outsiders(6);
const acme = client('acme', 150, 4);
const ssh = SERVICES.other;

let site: TrafficSite;

beforeEach(async () => {
  site = await TrafficSite.start(DC1);
  await site.prepare();
});

afterEach(() => site.stop());

const provision = (but: Partial<NetworkWish> = {}, vlanId = 150) =>
  site.provision(networkWish(vlanId, but));

describe('a standard network', () => {
  it('opens a connection to the Internet under the router’s address, and is answered', async () => {
    await provision();
    const judge = site.judge();
    const asked = opening(acme, internet!.address, ssh);
    const sent = judge(asked);
    expect(sent).toMatchObject({
      verdict: 'accepted',
      outInterface: INTERNET,
      translated: { src: '203.0.113.2' },
    });
    expect(judge(reply(asked, sent))).toMatchObject({
      verdict: 'accepted',
      outPorts: [{ port: UPLINK, tags: acme.tags }],
      translated: { dst: acme.address },
    });
  });

  it('keeps its address where no translation is wished for, and inside', async () => {
    await provision({ nat: false });
    const judge = site.judge();
    for (const to of [internet!, other!])
      expect(judge(opening(acme, to.address, ssh)).translated.src).toBe(acme.address);
    await provision({}, 151);
    const translated = client('151', 151, 4);
    expect(site.judge()(opening(translated, other!.address, ssh)).translated.src).toBe(
      translated.address,
    );
  });

  it('keeps its address on the way into a tunnel', async () => {
    await provision();
    const tunnelled = { ...opening(acme, internet!.address, ssh), ipsec: { out: true } };
    expect(site.judge()(tunnelled).translated.src).toBe(acme.address);
  });

  it('is reached by nobody outside, whatever they pretend', async () => {
    await provision();
    const judge = site.judge();
    for (const from of [internet!, other!])
      for (const connectionState of ['new', 'invalid', 'untracked'] as const)
        expect(judge({ ...opening(from, acme.address, ssh), connectionState })).toMatchObject({
          verdict: 'dropped',
        });
  });

  it('is told of what went wrong on the way', async () => {
    await provision();
    const error: Packet = {
      ...opening(internet!, acme.address, ssh),
      protocol: 'icmp',
      icmp: { type: 3, code: 1 },
      connectionState: 'related',
    };
    expect(site.judge()(error).verdict).toBe('accepted');
  });

  it('finds its way with IPv6 of its own address', async () => {
    await provision({ ipv6: { subnet: '2001:db8:1:150::/64', gateway: '2001:db8:1:150::1' } });
    const judge = site.judge();
    const six = client('acme', 150, 6);
    const sent = judge(opening(six, internet6!.address, ssh));
    expect(sent).toMatchObject({ outInterface: INTERNET, translated: { src: six.address } });
    expect(opens(judge, six, internet6!, ssh)).toBe(true);
    expect(opens(judge, internet6!, six, ssh)).toBe(false);
  });
});

describe('what is behind a host of a network', () => {
  const pods = { ...acme, address: '10.101.7.7' };
  const routes = [{ destination: '10.101.0.0/16', gateway: '172.16.150.9' }];

  it('is reached through that host, and may send', async () => {
    await provision({ routes });
    const judge = site.judge();
    expect(opens(judge, management!, pods, ssh)).toBe(true);
    expect(judge(opening(management!, pods.address, ssh)).nextHop).toBe('172.16.150.9');
    expect(opens(judge, pods, other!, ssh)).toBe(true);
    expect(opens(judge, other!, pods, ssh)).toBe(false);
  });

  it('may not send when nobody said that it is there', async () => {
    await provision();
    expect(site.judge()(opening(pods, other!.address, ssh)).verdict).toBe('dropped');
  });
});

describe('a network with a routing table of its own', () => {
  const apart = { vrf: 'acme', nat: false, dnsServers: ['172.16.150.2'] };
  const routes = [{ destination: '10.101.0.0/16', gateway: '172.16.150.9' }];

  it('reaches nobody, and nobody reaches it, however open it is', async () => {
    await provision({ ...apart, firewallProfile: 'open' });
    await provision({ firewallProfile: 'open' }, 151);
    const judge = site.judge();
    const neighbour = client('151', 151, 4);
    for (const one of [management!, internet!, other!, neighbour]) {
      expect(opens(judge, acme, one, ssh)).toBe(false);
      expect(opens(judge, one, acme, ssh)).toBe(false);
    }
  });

  it('gets addresses of the router, and nothing else of it', async () => {
    await provision({ ...apart, firewallProfile: 'open' });
    const judge = site.judge();
    expect(reachesRouter(judge, acme, { name: 'DHCP', protocol: 'udp', dstPort: 67 })).toBe(true);
    expect(reachesRouter(judge, acme, { name: 'WinBox', protocol: 'tcp', dstPort: 8291 })).toBe(
      false,
    );
  });

  it('has its routes there', async () => {
    await provision({ ...apart, routes });
    expect(await site.rows('/ip/route', '?routing-table=acme', '?static=true')).toMatchObject([
      { 'dst-address': '10.101.0.0/16', gateway: '172.16.150.9' },
    ]);
  });

  it('is not shared: another network of the same name is refused', async () => {
    await provision(apart);
    const taken = provision({ ...apart, dnsServers: ['172.16.151.2'] }, 151);
    await expect(taken).rejects.toMatchObject({ failure: { code: 'ROUTER_CONFLICT' } });
    expect(await site.rows('/interface/vlan', '?name=vlan151')).toEqual([]);
  });
});

describe('an announced network', () => {
  it('joins the list that peers are told, and no other does', async () => {
    await provision({ bgpEnabled: true });
    await provision({}, 151);
    const list = await site.rows('/ip/firewall/address-list', '?list=ferrule-announced');
    expect(list.map(({ address }) => address)).toEqual(['172.16.150.0/24']);
    const peers = await site.rows('/routing/bgp/connection');
    expect(peers.map((peer) => peer['output.network'])).toEqual(peers.map(() => list[0]?.['list']));
    expect(peers).toHaveLength(2);
  });
});

describe('rules', () => {
  const rules = ['/ip', '/ipv6'].flatMap((base) =>
    ['filter', 'nat', 'mangle', 'raw'].map((table) => `${base}/firewall/${table}`),
  );
  const count = async () => {
    const all = await Promise.all(rules.map((path) => site.rows(path)));
    return all.flat().length;
  };

  it('are as many with one network as with several', async () => {
    const before = await count();
    expect(before).toBeGreaterThan(20);
    await provision();
    expect(await count()).toBe(before);
    for (const vlanId of [151, 152, 153]) await provision({}, vlanId);
    expect(await count()).toBe(before);
  });

  it('come of no network, of a thousand neither', () => {
    const dialect = dialectOf('7.24');
    const compiled = Array.from({ length: 1000 }, (_, at) => {
      const [third, vlanId] = [Math.floor(at / 4), 1000 + at];
      return compileNetwork(
        networkWish(vlanId, {
          subnet: `172.20.${third}.${64 * (at % 4)}/26`,
          gateway: `172.20.${third}.${64 * (at % 4) + 1}`,
          dhcpRange: null,
          bgpEnabled: true,
        }),
        { ...DC1, supernets: ['172.20.0.0/16'] },
        dialect,
        tagOf,
      );
    });
    const paths = compiled.flatMap((each) =>
      'failure' in each ? [each.failure.message] : each.resources.map(({ path }) => path),
    );
    expect(new Set(paths)).toEqual(
      new Set([
        '/interface/vlan',
        '/interface/list/member',
        '/ip/address',
        '/ip/firewall/address-list',
      ]),
    );
  });

  it('of others come before what is translated, as soon as the base is prepared again', async () => {
    await site.type(`
/ip/firewall/filter/add chain=forward action=drop in-interface=ether5 comment=theirs
/ip/firewall/nat/add chain=srcnat action=accept dst-address=198.51.100.0/24 comment=theirs`);
    await provision();
    const { stages } = await site.planBase();
    expect(stages.flatMap(({ changes }) => changes)).toMatchObject([{ path: '/ip/firewall/nat' }]);
    for (const stage of stages) await site.apply(stage);
    const judged = site.judge()(opening(acme, internet!.address, ssh));
    expect(judged.translated.src).toBe(acme.address);
    expect((await site.planBase()).stages).toEqual([]);
  });
});

describe('what is there already', () => {
  it('is not planned again', async () => {
    const wish = networkWish(150, {
      routes: [{ destination: '10.101.0.0/16', gateway: '172.16.150.9' }],
      dnsRecords: [{ name: 'www.acme.example', address: '172.16.150.9' }],
      dhcpOptions: [{ code: 66, value: "'tftp.example'" }],
      ipv6: { subnet: '2001:db8:1:150::/64', gateway: '2001:db8:1:150::1' },
      bgpEnabled: true,
    });
    await site.provision(wish);
    expect((await site.planBase()).stages).toEqual([]);
    expect((await site.planNetwork(wish)).stages).toEqual([]);
  });

  it.each([
    ['a rule', '/ip/firewall/filter'],
    ['a membership', '/interface/list/member'],
    ['an address', '/ip/firewall/address-list'],
  ])('works again, where somebody had disabled %s', async (_, path) => {
    await provision();
    const rows = await site.rows(path);
    for (const row of rows) await site.type(`${path}/disable numbers=${row['.id'] ?? ''}`);
    await site.prepare();
    await provision();
    expect(await site.rows(path, '?disabled=false')).toHaveLength(rows.length);
  });

  it('is gone without a trace when it is removed', async () => {
    const before = site.box.snapshot();
    const wish = networkWish(150, { vrf: 'acme', nat: false, dnsServers: ['172.16.150.2'] });
    await site.provision(wish);
    await site.applyAll(await site.planRemoval(wish));
    expect(site.box.compare(before)).toEqual([]);
  });
});
