import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { type Change, commandText, undoText } from '@ferrule/router-contracts';

const change = (more: Partial<Change>): Change => ({
  path: '/interface/vlan',
  before: null,
  after: null,
  critical: true,
  ...more,
});

describe('a change as it would be typed', () => {
  const tag = 'nnc-provisioned-net-1';
  const vlan = change({ after: { name: 'vlan150', 'vlan-id': '150', comment: tag } });

  it('adds a row, and its undo removes it by its name and its owner', () => {
    expect(commandText(vlan)).toBe(`/interface/vlan/add name=vlan150 vlan-id=150 comment=${tag}`);
    expect(undoText(vlan)).toBe(`/interface/vlan/remove [find name="vlan150" comment="${tag}"]`);
  });

  it('finds a row without a name by what it says', () => {
    const after = { list: 'clients', address: '172.16.150.0/24', comment: tag };
    expect(undoText(change({ path: '/ip/firewall/address-list', after }))).toBe(
      `/ip/firewall/address-list/remove [find list="clients" address="172.16.150.0/24" comment="${tag}"]`,
    );
    expect(undoText(change({ path: '/routing/id', after: { id: '10.255.1.1' } }))).toBe(
      '/routing/id/remove [find id="10.255.1.1"]',
    );
  });

  it('changes only what is to be another, and takes a value away that was not there', () => {
    const name = 'vlan150';
    expect(
      commandText(change({ before: { name, disabled: 'true' }, after: { name, mtu: '1500' } })),
    ).toBe('/interface/vlan/set [find name="vlan150"] mtu=1500 disabled=""');
    const dns = { path: '/ip/dns', before: { servers: '' }, after: { servers: '1.1.1.1,9.9.9.9' } };
    expect(commandText(change(dns))).toBe('/ip/dns/set servers=1.1.1.1,9.9.9.9');
    expect(undoText(change(dns))).toBe('/ip/dns/set servers=""');
  });

  it('says where a rule is to stand', () => {
    const to = { before: { chain: 'forward', comment: 'mine' } };
    const rule = { chain: 'forward', action: 'accept' };
    const path = '/ip/firewall/filter';
    expect(commandText(change({ path, after: rule, moved: { from: 'last', to } }))).toBe(
      '/ip/firewall/filter/add chain=forward action=accept place-before=[find chain="forward" comment="mine"]',
    );
    expect(
      commandText(change({ path, before: rule, after: rule, moved: { from: 'last', to } })),
    ).toBe(
      '/ip/firewall/filter/move [find chain="forward"] destination=[find chain="forward" comment="mine"]',
    );
  });

  it('lets no value end its quotes, or call a variable', () => {
    const after = { name: 'a"; /system/reboot; $x \\' };
    expect(commandText(change({ after }))).toBe(
      String.raw`/interface/vlan/add name="a\"; /system/reboot; \$x \\"`,
    );
  });
});
