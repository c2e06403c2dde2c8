import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';

let router: SpecRouter;

beforeEach(async () => {
  router = await SpecRouter.start();
});

afterEach(() => router.stop());

describe('a VLAN', () => {
  it('appears among the interfaces, with what it takes from the one below', async () => {
    await router.given('/interface/vlan/add name=v10 interface=ether1 vlan-id=10 mtu=1400');
    const parent = await router.row('/interface', '?name=ether1');
    expect(await router.row('/interface', '?name=v10')).toMatchObject({
      type: 'vlan',
      mtu: '1400',
      'actual-mtu': '1400',
      l2mtu: String(Number(parent['l2mtu']) - 4),
      'mac-address': parent['mac-address'],
      running: 'true',
    });
    await router.given('/interface/ethernet/disable numbers=ether1');
    expect(await router.row('/interface', '?name=v10')).toMatchObject({ running: 'false' });
    await router.given('/interface/vlan/remove numbers=v10');
    expect(await router.rows('/interface', '?name=v10')).toEqual([]);
  });

  it('of a VLAN has room for one tag less, and refuses an MTU that needs it', async () => {
    await router.given(
      '/interface/ethernet/set numbers=ether1 l2mtu=1508',
      '/interface/vlan/add name=s interface=ether1 vlan-id=200 use-service-tag=yes',
      '/interface/vlan/add name=c interface=s vlan-id=10',
    );
    expect((await router.row('/interface/vlan', '?name=c'))['l2mtu']).toBe('1500');
    expect(await router.ask('/interface/vlan/set numbers=c mtu=1501')).toBe(
      'failure: could not set mtu',
    );
    expect(await router.ask('/interface/vlan/add name=d interface=c vlan-id=11')).toBe(
      'failure: could not set mtu',
    );
    expect(await router.ask('/interface/ethernet/set numbers=ether1 mtu=1509')).toBe(
      'failure: could not set mtu',
    );
  });
});

describe('VLANs', () => {
  it('do not run on each other in a circle', async () => {
    await router.given(
      '/interface/vlan/add name=outer interface=ether1 vlan-id=10',
      '/interface/vlan/add name=inner interface=outer vlan-id=20',
    );
    for (const on of ['outer', 'inner'])
      expect(await router.ask(`/interface/vlan/set numbers=outer interface=${on}`)).toBe(
        'failure: can not run on itself',
      );
  });
});

describe('an address', () => {
  it('brings its network and the connected route, and takes the route away', async () => {
    await router.given('/ip/address/add address=192.0.2.1/24 interface=ether1');
    expect(await router.row('/ip/address')).toMatchObject({
      network: '192.0.2.0',
      'actual-interface': 'ether1',
      invalid: 'false',
    });
    expect(await router.row('/ip/route')).toMatchObject({
      'dst-address': '192.0.2.0/24',
      gateway: 'ether1',
      connect: 'true',
      dynamic: 'true',
      active: 'true',
    });
    expect((await router.row('/ip/route'))['.id']).toMatch(/^\*2018/u);
    const { '.id': id = '' } = await router.row('/ip/route');
    expect(await router.ask(`/ip/route/remove numbers=${id}`)).toBe(
      'failure: can not change dynamic',
    );
    await router.given('/ip/address/disable numbers=*1');
    expect(await router.rows('/ip/route')).toEqual([]);
    await router.given('/ip/address/enable numbers=*1', '/ip/address/remove numbers=*1');
    expect(await router.rows('/ip/route')).toEqual([]);
  });

  it('on a port counts for its bridge', async () => {
    await router.given(
      '/interface/bridge/add name=bridge1',
      '/interface/bridge/port/add bridge=bridge1 interface=ether1',
      '/ip/address/add address=192.0.2.1/24 interface=ether1',
    );
    expect((await router.row('/ip/address'))['actual-interface']).toBe('bridge1');
  });

  it('makes routes through its network active', async () => {
    await router.given('/ip/route/add dst-address=10.8.0.0/16 gateway=192.0.2.254');
    const route = () => router.row('/ip/route', '?dst-address=10.8.0.0/16');
    expect(await route()).toMatchObject({ inactive: 'true' });
    await router.given('/ip/address/add address=192.0.2.1/24 interface=ether1');
    expect(await route()).toMatchObject({
      active: 'true',
      'immediate-gw': '192.0.2.254%ether1',
    });
  });
});

describe('other menus', () => {
  it('a DHCP server is invalid on a port of a bridge, and when its interface is gone', async () => {
    await router.given(
      '/interface/vlan/add name=v10 interface=ether1 vlan-id=10',
      '/ip/dhcp-server/add name=d interface=v10',
    );
    const invalid = async () => (await router.row('/ip/dhcp-server'))['invalid'];
    expect(await invalid()).toBe('false');
    await router.given('/interface/vlan/remove numbers=v10');
    expect(await invalid()).toBe('true');
  });

  it('a VRF brings a routing table and an interface of its name', async () => {
    await router.given('/ip/vrf/add name=red interfaces=ether5');
    expect(await router.row('/routing/table', '?name=red')).toMatchObject({ dynamic: 'true' });
    expect(await router.row('/interface', '?name=red')).toMatchObject({ type: 'vrf' });
    await router.given('/ip/route/add dst-address=10.8.0.0/16 gateway=ether5 routing-table=red');
    await router.given('/ip/firewall/filter/add chain=input in-interface=red action=drop');
    await router.given('/ip/vrf/remove numbers=red');
    expect(await router.rows('/routing/table', '?name=red')).toEqual([]);
    expect(await router.rows('/interface', '?name=red')).toEqual([]);
  });

  it('an address-list entry that times out is dynamic', async () => {
    await router.given('/ip/firewall/address-list/add list=l address=192.0.2.7 timeout=1h');
    expect(await router.row('/ip/firewall/address-list')).toMatchObject({ dynamic: 'true' });
  });

  it('a certificate gets key and fingerprint when it is signed, by itself or by an authority', async () => {
    await router.given(
      '/certificate/add name=ca common-name=ca key-usage=key-cert-sign,crl-sign',
      '/certificate/add name=leaf common-name=leaf',
    );
    expect(await router.ask('/certificate/sign numbers=leaf ca=ca')).toBe(
      'input does not match any value of ca',
    );
    await router.given('/certificate/sign numbers=ca', '/certificate/sign numbers=leaf ca=ca');
    expect(await router.row('/certificate', '?name=ca')).toMatchObject({
      authority: 'true',
      'private-key': 'true',
    });
    expect(await router.row('/certificate', '?name=leaf')).toMatchObject({
      issued: 'true',
      ca: 'ca',
    });
  });

  it('a client without its server does not run', async () => {
    await router.given('/interface/l2tp-client/add name=out connect-to=192.0.2.9 user=u');
    expect(await router.row('/interface', '?name=out')).toMatchObject({
      type: 'l2tp-out',
      running: 'false',
    });
  });

  it('no DHCP client is there until somebody adds one, and one user is: admin, of group full', async () => {
    expect(await router.rows('/ip/dhcp-client')).toEqual([]);
    const user = await router.row('/user');
    expect(user).toMatchObject({ name: 'admin', group: 'full' });
    expect(user).not.toHaveProperty('password');
  });

  it('services are there from the start, with their ports, and only change', async () => {
    const services = await router.rows('/ip/service');
    expect(services.map(({ name, port }) => `${name} ${port}`)).toEqual(
      expect.arrayContaining(['ssh 22', 'winbox 8291', 'api 8728', 'api-ssl 8729']),
    );
    expect(await router.ask('/ip/service/add name=x port=1')).toBe('no such command');
    await router.given('/ip/service/set numbers=telnet disabled=yes');
    expect(await router.row('/ip/service', '?name=telnet')).toMatchObject({ disabled: 'true' });
  });
});
