import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';

let router: SpecRouter;

beforeEach(async () => {
  router = await SpecRouter.start();
});

afterEach(() => router.stop());

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
