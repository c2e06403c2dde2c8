import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressesIn, around, prefixOf } from './addresses.ts';
import { placeOf } from './place.ts';
import { wordsOf } from './words.ts';

describe('the place of an event', () => {
  it('is what its body says, or what was asked for, or what its stream is called after', () => {
    const nowhere = { datacenter: null, router: null, network: null };
    expect(placeOf('job-1', { networkId: 'net-1', request: { datacenter: 'DC1' } })).toEqual({
      ...nowhere,
      datacenter: 'DC1',
      network: 'net-1',
    });
    expect(placeOf('router-dc1-r1', { reason: 'x' })).toEqual({ ...nowhere, router: 'dc1-r1' });
    expect(placeOf('job-1', { networkId: null, router: 7 })).toEqual(nowhere);
    expect(placeOf('network-net-1', null)).toEqual({ ...nowhere, network: 'net-1' });
  });
});

describe('the addresses in a body', () => {
  it('are found wherever they stand, in one spelling', () => {
    const body = {
      subnet: '172.16.1.7/24',
      dhcpRange: '172.16.1.100-172.16.1.200',
      rows: [{ 'dst-address': '0.0.0.0/0', address: '2001:DB8::1/64' }, { list: 'a,10.0.0.1' }],
      version: '7.16.1',
      at: '2026-01-05T10:00:00.500Z',
    };
    expect(addressesIn(body)).toEqual([
      '172.16.1.0/24',
      '172.16.1.100/32',
      '172.16.1.200/32',
      '2001:db8:0:0:0:0:0:0/64',
      '10.0.0.1/32',
    ]);
  });

  it.each([
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.4/33',
    ':::',
    '1::2::3',
    '12:30:00',
    'a:b',
    '',
  ])('are not seen in %s', (text) => expect(prefixOf(text)).toBeUndefined());

  it('are inside every prefix around them', () => {
    expect(around('10.1.2.3/30')).toHaveLength(30);
    expect(around('10.1.2.3').slice(0, 3)).toEqual(['10.1.2.3/32', '10.1.2.2/31', '10.1.2.0/30']);
    expect(around('2001:db8::5/126')[125]).toBe('0:0:0:0:0:0:0:0/1');
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 1, max: 128 }), (address, length) => {
        const prefix = prefixOf(`${address}/${length}`);
        if (prefix !== undefined) expect(around(address)).toContain(prefix);
      }),
    );
  });
});

describe('the words of a text', () => {
  it('are letters and digits in any language, each once', () => {
    expect(wordsOf('{"networkId":"net-6B1d","name":"Zoë, zoë"}')).toEqual([
      'networkid',
      'net',
      '6b1d',
      'name',
      'zoë',
    ]);
  });
});
