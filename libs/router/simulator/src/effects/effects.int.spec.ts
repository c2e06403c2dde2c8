import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
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

describe('a bridge', () => {
  it('takes MAC address and room from its ports, which become slaves', async () => {
    await router.given(
      '/interface/ethernet/set numbers=ether2 l2mtu=1560',
      '/interface/bridge/add name=bridge1',
      '/interface/bridge/port/add bridge=bridge1 interface=ether1',
      '/interface/bridge/port/add bridge=bridge1 interface=ether2',
    );
    const port = await router.row('/interface', '?name=ether1');
    expect(port['slave']).toBe('true');
    expect(await router.row('/interface/bridge')).toMatchObject({
      'mac-address': port['mac-address'],
      l2mtu: '1560',
      'actual-mtu': '1500',
    });
    await router.given(
      '/interface/bridge/set numbers=bridge1 admin-mac=02:00:00:00:00:01 auto-mac=no',
    );
    expect((await router.row('/interface/bridge'))['mac-address']).toBe('02:00:00:00:00:01');
  });

  it('that filters VLANs has rows of its own for PVIDs and VLAN interfaces, until somebody writes them', async () => {
    await router.given(
      '/interface/bridge/add name=bridge1',
      '/interface/bridge/port/add bridge=bridge1 interface=ether1 pvid=20',
      '/interface/vlan/add name=v30 interface=bridge1 vlan-id=30',
    );
    const comments = async () =>
      (await router.rows('/interface/bridge/vlan')).map(
        ({ 'vlan-ids': vid, comment }) => `${vid} ${comment}`,
      );
    expect(await comments()).toEqual([]);
    await router.given('/interface/bridge/set numbers=bridge1 vlan-filtering=yes');
    expect((await comments()).sort()).toEqual([
      '1 added by pvid',
      '20 added by pvid',
      '30 added by vlan on bridge',
    ]);
    expect(await router.row('/interface/bridge/vlan', '?vlan-ids=20')).toMatchObject({
      dynamic: 'true',
      'current-untagged': 'ether1',
      bridge: 'bridge1',
    });
    const { '.id': id = '' } = await router.row('/interface/bridge/vlan', '?vlan-ids=30');
    expect(await router.ask(`/interface/bridge/vlan/remove numbers=${id}`)).toBe(
      'failure: can not change dynamic',
    );
    await router.given('/interface/bridge/vlan/add bridge=bridge1 vlan-ids=20,30 tagged=bridge1');
    expect(await comments()).toEqual(['1 added by pvid', '20,30 undefined']);
    expect(await router.row('/interface/bridge/vlan', '?dynamic=false')).toMatchObject({
      'current-tagged': 'bridge1',
      'current-untagged': 'ether1',
    });
    await router.given(`/interface/bridge/vlan/remove numbers=${await staticId()}`);
    expect((await comments()).length).toBe(3);
    await router.given('/interface/bridge/remove numbers=bridge1');
    expect(await comments()).toEqual([]);
  });

  const staticId = async () =>
    (await router.row('/interface/bridge/vlan', '?dynamic=false'))['.id'] ?? '';

  it('of a big switch chip offloads service tags, of a small one it does not', async () => {
    const offload = async (board: 'CCR2116-12G-4S+' | 'RB5009', etherType: string) => {
      const other = await SpecRouter.start({ board });
      await other.given(
        `/interface/bridge/add name=b vlan-filtering=yes ether-type=${etherType}`,
        '/interface/bridge/port/add bridge=b interface=ether1',
      );
      const [port] = await other.rows('/interface/bridge/port');
      await other.stop();
      return port?.['hw-offload'] ?? 'false';
    };
    expect(await offload('CCR2116-12G-4S+', '0x88a8')).toBe('true');
    expect(await offload('RB5009', '0x8100')).toBe('true');
    expect(await offload('RB5009', '0x88a8')).toBe('false');
  });

  it('knows three ether types', async () => {
    expect(await router.ask('/interface/bridge/add name=b ether-type=0x9200')).toBe(
      'input does not match any value of ether-type',
    );
  });
});

const fromBase64 = {
  private: (key: string) =>
    createPrivateKey({
      key: Buffer.concat([
        Buffer.from('302e020100300506032b656e04220420', 'hex'),
        Buffer.from(key, 'base64'),
      ]),
      format: 'der',
      type: 'pkcs8',
    }),
  public: (key: string) =>
    createPublicKey({
      key: Buffer.concat([
        Buffer.from('302a300506032b656e032100', 'hex'),
        Buffer.from(key, 'base64'),
      ]),
      format: 'der',
      type: 'spki',
    }),
};

describe('WireGuard', () => {
  it('draws a key where none is given, and its public one is the right one', async () => {
    await router.given('/interface/wireguard/add name=wg1');
    const { 'private-key': own = '', 'public-key': shown = '' } =
      await router.row('/interface/wireguard');
    const other = generateKeyPairSync('x25519');
    expect(
      diffieHellman({ privateKey: other.privateKey, publicKey: fromBase64.public(shown) }),
    ).toEqual(diffieHellman({ privateKey: fromBase64.private(own), publicKey: other.publicKey }));
  });

  it('follows a key that is written, and refuses what is none', async () => {
    await router.given('/interface/wireguard/add name=wg1');
    // The first iteration of RFC 7748, section 5.2.
    const nine = Buffer.alloc(32);
    nine[0] = 9;
    await router.given(
      `/interface/wireguard/set numbers=wg1 private-key=${nine.toString('base64')}`,
    );
    const { 'public-key': shown = '' } = await router.row('/interface/wireguard');
    expect(Buffer.from(shown, 'base64').toString('hex')).toBe(
      '422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079',
    );
    expect(await router.ask('/interface/wireguard/set numbers=wg1 private-key=short')).toBe(
      'invalid value for argument private-key',
    );
  });

  it('makes keys for a peer that asks for them', async () => {
    await router.given(
      '/interface/wireguard/add name=wg1',
      '/interface/wireguard/peers/add interface=wg1 allowed-address=10.0.0.2/32 private-key=auto preshared-key=auto',
    );
    const peer = await router.row('/interface/wireguard/peers');
    expect(peer['name']).toBe('peer1');
    for (const name of ['private-key', 'public-key', 'preshared-key'])
      expect(Buffer.from(peer[name] ?? '', 'base64').length).toBe(32);
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
