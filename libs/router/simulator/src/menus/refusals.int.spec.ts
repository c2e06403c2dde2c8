import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from './spec-router.ts';

let router: SpecRouter;

beforeEach(async () => {
  router = await SpecRouter.start();
  await router.given(
    '/interface/bridge/add name=bridge1',
    '/interface/vlan/add name=v10 interface=ether2 vlan-id=10',
    '/ip/pool/add name=p1 ranges=10.0.0.2-10.0.0.9',
    '/ip/pool/add name=p2 ranges=10.0.1.2-10.0.1.9',
    '/ip/dhcp-server/add name=d1 interface=v10 address-pool=p1',
    '/ip/dhcp-server/network/add address=10.0.0.0/24 gateway=10.0.0.1',
    '/ip/dhcp-server/lease/add server=d1 address=10.0.0.5 mac-address=02:00:00:00:00:05',
    '/ip/address/add address=10.0.0.1/24 interface=v10',
    '/ip/firewall/address-list/add list=l address=10.0.0.7',
    '/ip/dns/static/add name=a.lan address=10.0.0.8',
    '/ip/hotspot/user/add name=guest',
    '/interface/bridge/port/add bridge=bridge1 interface=ether3',
    '/interface/bridge/vlan/add bridge=bridge1 vlan-ids=10-20 tagged=ether3',
    '/routing/table/add name=red fib=',
  );
});

afterEach(() => router.stop());

describe('a router refuses, in its own words,', () => {
  it.each([
    // Names and other keys that are there already.
    [
      '/interface/vlan/add name=v10 interface=ether3 vlan-id=11',
      'failure: already have interface with such name',
    ],
    ['/interface/bridge/add name=ether1', 'failure: already have interface with such name'],
    ['/ip/address/add address=10.0.0.1/24 interface=v10', 'failure: already have such address'],
    ['/ip/firewall/address-list/add list=l address=10.0.0.7', 'failure: already have such entry'],
    ['/ip/pool/add name=p1 ranges=10.9.0.1', 'failure: pool with such name exists'],
    [
      '/ip/dhcp-server/add name=d1 interface=ether5',
      'failure: server with such name already exists',
    ],
    ['/ip/dhcp-server/network/add address=10.0.0.0/24', 'failure: such network already exists'],
    ['/ip/dhcp-server/network/add address=10.0.9.1/24', 'failure: invalid network'],
    [
      '/system/scheduler/add name=s start-date=soon',
      'invalid value for argument start-date:\n    invalid date',
    ],
    ['/ip/dns/set servers=1.1.1.1,dns.example', 'invalid value for argument servers'],
    [
      '/ip/dhcp-server/lease/add server=d1 address=10.0.0.6 mac-address=02:00:00:00:00:05',
      'failure: already have static lease for this client',
    ],
    [
      '/ip/dhcp-server/lease/add server=d1 address=10.0.0.5 mac-address=02:00:00:00:00:06',
      'failure: already have static lease with this IP address',
    ],
    ['/ip/dns/static/add name=a.lan address=10.0.0.8', 'failure: entry already exists'],
    [
      '/user/add name=admin group=full password=x',
      'failure: user with the same name already exists',
    ],
    [
      '/ip/hotspot/user/add name=guest',
      'failure: already have user with this name for this server',
    ],
    [
      '/interface/bridge/port/add bridge=bridge1 interface=ether3',
      'failure: device already added as bridge port',
    ],
    ['/interface/bridge/vlan/add bridge=bridge1 vlan-ids=20', 'failure: vlan already added'],
    [
      '/interface/bridge/vlan/add bridge=bridge1 vlan-ids=30 tagged=ether3 untagged=ether3',
      'failure: interface cannot be in tagged and untagged at the same time',
    ],
    [
      '/interface/bridge/vlan/add bridge=bridge1 vlan-ids=30 tagged=ether3,ether3',
      'failure: each interface can appear only once',
    ],
    // What does not fit together.
    [
      '/ip/dns/static/add name=b.lan regexp=.* address=10.0.0.8',
      'failure: only name or regexp allowed',
    ],
    ['/ip/dns/static/add name=b.lan type=MX', 'failure: bad MX data'],
    ['/interface/bonding/add name=bond1', 'failure: need at least one slave interface'],
    [
      '/interface/vlan/add name=big interface=ether1 vlan-id=9 mtu=1577',
      'failure: could not set mtu',
    ],
    [
      '/ip/firewall/nat/add chain=dstnat dst-port=80 action=dst-nat',
      'failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp',
    ],
    [
      '/ip/firewall/raw/add chain=prerouting tcp-flags=syn',
      'failure: tcp-flags works only with tcp',
    ],
    ['/user/group/remove numbers=full', 'failure: group has some users'],
    // What is not there.
    [
      '/ip/address/add address=10.0.9.1/24 interface=nowhere',
      'input does not match any value of interface',
    ],
    [
      '/ip/dhcp-server/add name=d2 interface=ether5 address-pool=none-such',
      'input does not match any value of address-pool',
    ],
    [
      '/ip/route/add dst-address=10.8.0.0/16 gateway=10.0.0.2 routing-table=blue',
      'input does not match any value of routing-table',
    ],
    [
      '/ip/route/add dst-address=10.8.0.0/16 gateway=ether99',
      'invalid or unexpected argument base',
    ],
    [
      '/ip/pool/set numbers=p1 next-pool=',
      'ambiguous value of next-pool, more than one possible value matches input',
    ],
    // What every router has.
    ['/interface/list/remove numbers=all', 'failure: can not change builtin'],
    ['/ip/vrf/set numbers=main name=other', 'failure: can not change builtin'],
    ['/routing/table/remove numbers=main', 'failure: can not change dynamic'],
    // What is missing, malformed or too much.
    ['/ip/dhcp-server/add name=d2', 'missing value(s) of argument(s) interface'],
    [
      '/interface/vrrp/add interface=ether1 priority=255',
      'value of priority out of range (1..254)',
    ],
    ['/ip/address/add address=10.0.0.256/24 interface=v10', 'invalid value for argument address'],
    ['/ip/address/add address=10.0.9.1/24 interface=v10 colour=red', 'unknown parameter colour'],
    ['/ip/dns/add servers=1.1.1.1', 'no such command'],
    ['/ip/pool/print/brief', 'no such command or directory (print), no such command prefix'],
    [
      '/caps-man/interface/print',
      'no such command or directory (caps-man), no such command prefix',
    ],
    [
      '/interface/bridge/port/move numbers=*1 destination=*1',
      'failure: can not move object before itself',
    ],
  ])('%s: %s', async (line, answer) => {
    expect(await router.ask(line)).toBe(answer);
  });

  it('an interface or list that is neither, with a reason for each', async () => {
    expect(await router.ask('/interface/bridge/port/add bridge=bridge1 interface=nothing')).toBe(
      [
        'invalid value for argument interface:',
        '    input does not match any value of interface',
        '    input does not match any value of interface-list',
      ].join('\n'),
    );
  });
});

describe('what a router takes although it looks wrong', () => {
  it.each([
    '/ip/firewall/filter/add chain=forward action=jump jump-target=not-yet-there',
    '/ip/firewall/filter/add chain=forward src-address-list=nobody-in-it',
    '/system/scheduler/add name=s on-event=no-such-script interval=1h',
    '/ip/firewall/address-list/add list=l address=10.0.0.7 disabled=yes',
    '/interface/vlan/add name=v10b interface=ether2 vlan-id=10',
  ])('%s', async (line) => {
    expect(await router.ask(line)).toMatch(/^\*/u);
  });

  it('the removal of a pool, a server or a bridge that others need: they keep its id', async () => {
    const { '.id': pool = '' } = await router.row('/ip/pool', '?name=p1');
    const { '.id': server = '' } = await router.row('/ip/dhcp-server');
    const { '.id': bridge = '' } = await router.row('/interface/bridge');
    await router.given(
      '/ip/pool/remove numbers=p1',
      '/ip/dhcp-server/set numbers=d1 lease-time=1h',
      '/interface/bridge/remove numbers=bridge1',
    );
    expect((await router.row('/ip/dhcp-server'))['address-pool']).toBe(pool);
    await router.given('/ip/dhcp-server/remove numbers=d1');
    expect((await router.row('/ip/dhcp-server/lease'))['server']).toBe(server);
    expect(await router.row('/interface/bridge/port')).toMatchObject({ bridge, inactive: 'true' });
    await router.given(
      '/interface/bridge/add name=bridge1',
      '/ip/pool/add name=p1 ranges=10.0.0.2',
    );
    expect((await router.row('/interface/bridge/port'))['bridge']).toBe(bridge);
    expect(await router.ask('/interface/bridge/port/add bridge=bridge1 interface=ether3')).toBe(
      'failure: device already added as bridge port',
    );
  });
});
