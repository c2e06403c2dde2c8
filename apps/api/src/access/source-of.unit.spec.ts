import { expect, it } from '@jest/globals';
import { sourceOf } from './source-of.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['evil", "x', 'unknown'],
  ['', 'unknown'],
])('a request of %s is counted for %s', (address, source) => {
  expect(sourceOf(address)).toBe(source);
});
