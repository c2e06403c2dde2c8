import { describe, expect, it } from '@jest/globals';
import { Reach } from './reach.ts';

const reach = new Reach(['10.1.0.0/16', 'fd00:1::/32']);
const https = new URL('https://receiver.example/');
const http = new URL('http://receiver.example/');

describe('an address that a webhook leads to', () => {
  it.each([
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.9.9.9', '169.254.169.254'],
    ...[
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
    ],
    ...['::', '::1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::10.0.0.1', '64:ff9b::a00:1'],
    ...['fc00::1', 'fd00:2::1', 'fe80::1', 'ff02::1', '2002:a00:1::', '2001:db8::1'],
  ])('%s is not public', (address) => {
    expect(() => reach.check(address, https)).toThrow(/not public/);
  });

  it.each(['1.1.1.1', '172.32.0.1', '192.167.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
    '%s is public, and called with TLS alone',
    (address) => {
      reach.check(address, https);
      expect(() => reach.check(address, http)).toThrow(/without TLS/);
    },
  );

  it.each(['10.1.2.3', 'fd00:1::7', '::ffff:10.1.2.3'])(
    '%s is of a network that an operator allows',
    (address) => {
      reach.check(address, http);
      reach.check(address, https);
    },
  );

  it.each([
    ...['http://127.0.0.1/', 'http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/'],
    ...['http://[::1]/', 'http://[::ffff:127.0.0.1]/', 'http://127.1/'],
  ])('is seen behind every spelling: %s', (text) => {
    expect(() => reach.lookupFor(new URL(text))).toThrow(/not public/);
  });

  it('is looked at when its name is resolved', async () => {
    const lookup = reach.lookupFor(new URL('https://localhost/'));
    const error = await new Promise((resolve) => {
      lookup('localhost', {}, (failure) => resolve(failure));
    });
    expect(error).toMatchObject({ name: 'NotReachable' });
  });

  it('is the very one that is connected to', async () => {
    const local = new Reach(['127.0.0.0/8', '::1/128']);
    const lookup = local.lookupFor(new URL('http://localhost/'));
    for (const all of [true, false]) {
      const found = await new Promise((resolve) => {
        lookup('localhost', { all }, (_, addresses) => resolve(addresses));
      });
      expect(JSON.stringify(found)).toMatch(/127\.0\.0\.1|::1/);
    }
  });
});
