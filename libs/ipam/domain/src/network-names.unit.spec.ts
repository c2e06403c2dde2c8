import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Address,
  nameChanges,
  namesOf,
  parseAddress,
  reverseName,
} from '@ferrule/ipam-domain';

const network = {
  datacenter: 'DC1',
  vlanId: 150,
  serviceVlan: null,
  prefixes: ['172.16.150.0/25', '2001:db8:150::/64'],
};
const GATEWAY = 'gw-vlan150.dc1.example';
const GATEWAY6 = `${'1' + '.0'.repeat(20)}.5.1.0.8.b.d.0.1.0.0.2.ip6.arpa`;
const record = (type: 'A' | 'AAAA' | 'PTR', name: string, ...values: string[]) => ({
  ...{ name, type, values },
});
const addressOf = (text: string): Address => {
  const address = parseAddress(text);
  if (address === undefined) throw new TypeError(`${text} is no address`);
  return address;
};
const reverseOf = (text: string) => reverseName(addressOf(text));

describe('the names of a network', () => {
  it('are its gateway, forward and reverse, in both families', () => {
    expect(namesOf(network, [], 'dc1.example')).toEqual([
      record('A', GATEWAY, '172.16.150.1'),
      record('PTR', '1.150.16.172.in-addr.arpa', GATEWAY),
      record('AAAA', GATEWAY, '2001:db8:150::1'),
      record('PTR', reverseOf('2001:db8:150::1'), GATEWAY),
    ]);
  });

  it('are those of its hosts, of which one may have several addresses', () => {
    const hosts = ['172.16.150.8', '172.16.150.7', '2001:db8:150::7'].map((address) => ({
      ...{ address, hostName: 'Web-1' },
    }));
    const names = namesOf(network, hosts, 'dc1.example');
    expect(names).toHaveLength(9);
    expect(names).toContainEqual(record('A', 'web-1.dc1.example', '172.16.150.7', '172.16.150.8'));
    expect(names).toContainEqual(record('AAAA', 'web-1.dc1.example', '2001:db8:150::7'));
    expect(names).toContainEqual(record('PTR', '8.150.16.172.in-addr.arpa', 'web-1.dc1.example'));
  });

  it('are only those of addresses for a host of another zone', () => {
    const hosts = [{ address: '172.16.150.7', hostName: 'www.acme.example' }];
    const names = namesOf({ ...network, prefixes: ['172.16.150.0/25'] }, hosts, 'dc1.example');
    expect(names.slice(2)).toEqual([
      record('PTR', '7.150.16.172.in-addr.arpa', 'www.acme.example'),
    ]);
  });

  it('are one for the gateway, though somebody names it again', () => {
    const hosts = [{ address: '172.16.150.1', hostName: 'router' }];
    const names = namesOf({ ...network, prefixes: ['172.16.150.0/25'] }, hosts, 'dc1.example');
    expect(names).toEqual([
      record('A', GATEWAY, '172.16.150.1'),
      record('PTR', '1.150.16.172.in-addr.arpa', GATEWAY),
      record('A', 'router.dc1.example', '172.16.150.1'),
    ]);
  });
});

describe('the reverse name of an address', () => {
  it('has its digits backwards', () => {
    expect(reverseOf('172.16.150.1')).toBe('1.150.16.172.in-addr.arpa');
    expect(reverseOf('2001:db8:150::1')).toBe(GATEWAY6);
  });

  it('is of that address alone', () => {
    const addresses = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(addresses, (text) => {
        const address = addressOf(text);
        const labels = reverseName(address).split('.').slice(0, -2).reverse();
        const back =
          address.family === 4
            ? labels.join('.')
            : (labels.join('').match(/.{4}/g) ?? []).join(':');
        expect(addressOf(back)).toEqual(address);
      }),
    );
  });
});

describe('what changes from names to names', () => {
  const [one, two] = [
    record('A', 'one.example', '10.0.0.1'),
    record('A', 'two.example', '10.0.0.2'),
  ];

  it('is nothing from the same to the same', () => {
    expect(nameChanges([one, two], [two, one])).toEqual({ added: [], removed: [] });
  });

  it('is what is new, what has other values and what goes', () => {
    const moved = { ...one, values: ['10.0.0.9'] };
    const three = record('PTR', 'two.example', 'x');
    expect(nameChanges([one, two], [moved, three])).toEqual({
      added: [moved, three],
      removed: [{ name: 'two.example', type: 'A' }],
    });
  });
});
