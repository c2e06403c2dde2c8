import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator } from '../start-simulator.ts';
import { evaluatePacket } from './evaluate-packet.ts';
import { customer10, customer20, customerTag, serviceTag, web } from './fake/fake-tables.ts';
import { matchers } from './matcher.ts';
import type { Packet } from './packet.ts';
import { reply } from './reply.ts';
import { notConditions } from './rule.ts';
import { tablesOfRouter } from './tables-of-router.ts';

/** What an operator types: two customers behind a service VLAN, isolated, with the Internet on ether1. */
const site = `
/interface/vlan/add name=s200 interface=ether2 vlan-id=200 use-service-tag=yes
/interface/vlan/add name=c10 interface=s200 vlan-id=10
/interface/vlan/add name=c20 interface=s200 vlan-id=20
/ip/address/add address=203.0.113.2/30 interface=ether1
/ip/address/add address=10.10.0.1/24 interface=c10
/ip/address/add address=10.20.0.1/24 interface=c20
/ip/route/add gateway=203.0.113.1
/interface/list/add name=networks
/interface/list/member/add list=networks interface=c10
/interface/list/member/add list=networks interface=c20
/ip/firewall/filter/add chain=forward connection-state=established,related action=accept
/ip/firewall/filter/add chain=forward in-interface-list=networks out-interface-list=networks action=drop comment=isolated
/ip/firewall/filter/add chain=forward in-interface=ether1 connection-nat-state=!dstnat action=drop
/ip/firewall/filter/add chain=input in-interface-list=!networks action=drop
/ip/firewall/nat/add chain=srcnat out-interface=ether1 ipsec-policy=out,none action=masquerade
/ip/firewall/mangle/add chain=forward protocol=tcp tcp-flags=syn action=change-mss new-mss=clamp-to-pmtu
`;

let simulator: Simulator;

const type = async (script: string) => {
  for (const line of script.trim().split('\n')) {
    const [command = '', ...words] = line.split(' ');
    await simulator.router.run([command, ...words.map((word) => `=${word}`)]);
  }
};

const judge = (but: Partial<Packet> = {}) =>
  evaluatePacket(tablesOfRouter(simulator.router.router), web({ tcpFlags: ['syn'], ...but }));

beforeAll(async () => {
  simulator = await startSimulator();
});

afterAll(async () => {
  await simulator.stop();
});

describe('on the simulated router', () => {
  beforeEach(async () => {
    simulator.router.reboot({ lose: true });
    await type(site);
  });

  it('a customer reaches the Internet and is answered', () => {
    const there = web({ tcpFlags: ['syn'] });
    const judged = judge();
    expect(judged).toMatchObject({
      verdict: 'accepted',
      by: 'no rule',
      outInterface: 'ether1',
      nextHop: '203.0.113.1',
      translated: { src: '203.0.113.2' },
    });
    expect(judge(reply(there, judged))).toMatchObject({
      verdict: 'accepted',
      outPorts: [{ port: 'ether2', tags: customer10.tags }],
    });
  });

  it('customers are kept apart', () => {
    for (const packet of [{ dst: '10.20.0.9' }, { ...customer20, dst: '10.10.0.9' }])
      expect(judge(packet)).toMatchObject({ verdict: 'dropped', by: { comment: 'isolated' } });
  });

  it('the router answers its customers and nobody else', () => {
    expect(judge({ dst: '10.10.0.1' }).delivered).toBe('router');
    const stranger = { in: 'ether1', tags: [], src: '198.51.100.7' };
    expect(judge({ ...stranger, dst: '203.0.113.2' }).verdict).toBe('dropped');
    expect(judge({ ...stranger, dst: '10.10.0.9' }).verdict).toBe('dropped');
  });

  it('nothing enters through an interface that is disabled', async () => {
    await type('/interface/vlan/disable .id=c10');
    expect(judge().by).toMatchObject({ menu: '/interface/vlan' });
  });

  it('a rule whose interface was removed is passed over', async () => {
    await type('/interface/vlan/remove .id=c20');
    expect(judge({ dst: '10.20.0.9' }).outInterface).toBe('ether1');
  });

  it('a filtering bridge of service tags does the same as VLANs on a port', async () => {
    await type(`
/interface/bridge/add name=br1 ether-type=0x88a8
/interface/bridge/port/add bridge=br1 interface=ether3
/interface/bridge/port/add bridge=br1 interface=ether4 pvid=300
/interface/bridge/vlan/add bridge=br1 vlan-ids=300 tagged=br1,ether3
/interface/vlan/add name=s300 interface=br1 vlan-id=300 use-service-tag=yes
/interface/vlan/add name=c30 interface=s300 vlan-id=30
/ip/address/add address=10.30.0.1/24 interface=c30
/interface/bridge/set .id=br1 vlan-filtering=yes`);
    const packet = { in: 'ether3', tags: [serviceTag(300), customerTag(30)], src: '10.30.0.9' };
    expect(judge(packet)).toMatchObject({ inInterface: 'c30', outInterface: 'ether1' });
    expect(judge({ ...packet, in: 'ether4', tags: [customerTag(30)] }).inInterface).toBe('c30');
    expect(judge({ ...packet, dst: '10.30.0.8' }).outPorts).toEqual([
      { port: 'ether4', tags: [customerTag(30)] },
    ]);
  });

  it('a VRF keeps its interfaces to itself', async () => {
    await type('/ip/vrf/add name=blue interfaces=c20');
    expect(judge(customer20)).toMatchObject({ verdict: 'rejected', by: 'no route', vrf: 'blue' });
    expect(judge().verdict).toBe('accepted');
  });

  it('IPv6 has its own way', async () => {
    await type(`
/ipv6/address/add address=2001:db8:10::1/64 interface=c10
/ipv6/address/add address=2001:db8:ffff::2/64 interface=ether1
/ipv6/route/add dst-address=::/0 gateway=2001:db8:ffff::1
/ipv6/firewall/filter/add chain=forward in-interface=c10 dst-port=25 protocol=tcp action=reject`);
    const packet = { src: '2001:db8:10::9', dst: '2001:db8:aaaa::7' };
    expect(judge(packet)).toMatchObject({ verdict: 'accepted', outInterface: 'ether1' });
    expect(judge({ ...packet, dstPort: 25 }).verdict).toBe('rejected');
  });
});

/** A rule with one of these is refused by name, so that nobody takes a guess for an answer. */
const notModelled = `
  connection-type content headers hotspot ingress-priority ipv4-options layer7-protocol nth out-bridge-port
  out-bridge-port-list p2p per-connection-classifier priority random realm socks5-port socks5-server
  socksify-service tcp-mss time tls-host tos`
  .trim()
  .split(/\s+/u);

it('knows every argument of a rule, but for those that it names', () => {
  const { menus } = simulator.router.router.catalogue;
  const all = ['/ip', '/ipv6'].flatMap((base) =>
    ['raw', 'mangle', 'nat', 'filter'].flatMap((facility) => {
      const menu = menus.get(`${base}/firewall/${facility}`);
      return [...(menu?.args.keys() ?? []), ...(menu?.properties.keys() ?? [])];
    }),
  );
  expect(all).toContain('connection-state');
  const left = new Set(all.filter((name) => !(name in matchers) && !notConditions.has(name)));
  expect([...left].sort()).toEqual(notModelled);
});
