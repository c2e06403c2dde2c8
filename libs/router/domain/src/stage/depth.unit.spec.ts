import { describe, expect, it } from '@jest/globals';
import type { Attributes, Change } from '@ferrule/router-contracts';
import { depthsOf } from './depth.ts';

const change = (path: string, before: Attributes | null, after: Attributes | null): Change => ({
  path,
  before,
  after,
  critical: true,
});
const list = { name: 'a' };
const member = { list: 'a', interface: 'vlan1' };
const vlan = { name: 'vlan1', interface: 'ether1', 'vlan-id': '1' };

describe('how deep a change lies', () => {
  it('is below all that it refers to', () => {
    expect(
      depthsOf([
        change('/interface/list/member', null, member),
        change('/interface/list', null, list),
        change('/interface/vlan', null, vlan),
        change('/interface/vlan', null, { name: 'c', interface: 'vlan1', 'vlan-id': '2' }),
      ]),
    ).toEqual([1, 0, 0, 1]);
  });

  it.each([
    ['/ip/route', { gateway: '192.0.2.1%vlan1' }],
    ['/ip/route', { gateway: '192.0.2.1,vlan1' }],
    ['/ip/firewall/filter', { 'in-interface': '!vlan1' }],
    ['/ip/vrf', { name: 'v', interfaces: 'ether1,vlan1' }],
  ])('finds the name in a value of %s that says more: %j', (path, after: Attributes) => {
    expect(depthsOf([change(path, null, after), change('/interface/vlan', null, vlan)])).toEqual([
      1, 0,
    ]);
  });

  it('is turned round when rows go', () => {
    expect(
      depthsOf([
        change('/interface/list', list, null),
        change('/interface/vlan', vlan, null),
        change('/interface/list/member', member, null),
      ]),
    ).toEqual([1, 1, 0]);
  });

  it('is below a row that lets go of the name, where the name goes', () => {
    expect(
      depthsOf([
        change('/ip/pool', { name: 'old' }, null),
        change(
          '/ip/dhcp-server',
          { name: 'd', 'address-pool': 'old' },
          { name: 'd', 'address-pool': 'new' },
        ),
        change('/ip/pool', null, { name: 'new' }),
      ]),
    ).toEqual([2, 1, 0]);
  });

  it('does not wait for itself, nor in a circle for ever', () => {
    expect(
      depthsOf([
        change('/interface/list', null, { name: 'a', include: 'b' }),
        change('/interface/list', null, { name: 'b', include: 'a' }),
        change('/ip/firewall/filter', null, { chain: 'own', 'jump-target': 'own' }),
      ]),
    ).toHaveLength(3);
  });
});
