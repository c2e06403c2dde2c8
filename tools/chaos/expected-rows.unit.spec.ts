import { describe, expect, it } from '@jest/globals';
import { anonymous, without } from './expected-rows.ts';

const rows = (id: string, vlan: number, net: string) => [
  {
    menu: '/ip/address',
    row: { address: `${net}.65/26`, interface: `vlan${vlan}`, comment: `x-${id}` },
  },
  { menu: '/interface/vlan', row: { name: `vlan${vlan}`, 'vlan-id': String(vlan) } },
];

describe('the rows of a network', () => {
  it('are those of another that was asked for alike, but for what is its own', () => {
    const one = anonymous(rows('net-1', 100, '172.16.3'), {
      id: 'net-1',
      subnet: '172.16.3.64/26',
      vlan: 100,
    });
    const other = anonymous(rows('net-2', 7, '172.20.9'), {
      id: 'net-2',
      subnet: '172.20.9.64/26',
      vlan: 7,
    });
    expect(one).toEqual(other);
    expect(one[1]).toBe('/ip/address address=<subnet+1>/26 comment=x-<network> interface=vlan<n>');
  });

  it('are others when an address or a VLAN is not its own', () => {
    const own = { id: 'net-1', subnet: '172.16.3.64/26', vlan: 100 };
    const right = anonymous(rows('net-1', 100, '172.16.3'), own);
    expect(anonymous(rows('net-1', 100, '172.16.4'), own)).not.toEqual(right);
    expect(anonymous(rows('net-1', 101, '172.16.3'), own)).not.toEqual(right);
  });

  it('are counted: a row that is there twice is one too many', () => {
    expect(without(['a', 'b', 'a'], ['b', 'a'])).toEqual(['a']);
    expect(without(['b'], ['b', 'a'])).toEqual([]);
  });
});
