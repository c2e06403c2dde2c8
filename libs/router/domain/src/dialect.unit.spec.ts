import { describe, expect, it } from '@jest/globals';
import { dialectOf } from '@ferrule/router-domain';

describe('the dialect of a router', () => {
  it.each([
    ['7.16', '7.16'],
    ['7.16.2 (stable)', '7.16'],
    ['7.17.1 (stable)', '7.17'],
    ['7.18.2 (stable)', '7.17'],
    ['7.19.6', '7.19'],
    ['7.20.8 (long-term)', '7.20'],
    ['7.22.3', '7.20'],
    ['7.24 (stable)', '7.24'],
    ['7.30beta2 (development)', '7.24'],
    ['8.0', '7.24'],
  ])('of version %s is that of %s, the newest that is not newer', (version, name) => {
    expect(dialectOf(version).name).toBe(name);
  });

  it.each(['7.15.3 (stable)', '7.9', '6.49.17', 'v7', ''])(
    'is refused for %p, with the field that is at fault',
    (version) => {
      expect(() => dialectOf(version)).toThrow(
        expect.objectContaining({
          code: 'ROUTEROS_TOO_OLD',
          detail: expect.objectContaining({ field: 'version' }),
        }),
      );
    },
  );

  it('says what a version can do, so that nobody else asks for its number', () => {
    expect(dialectOf('7.16')).toMatchObject({
      bgpInstance: false,
      bgpAfiName: 'address-families',
      ovpnServerIsList: false,
    });
    expect(dialectOf('7.19')).toMatchObject({ bgpInstance: false, bgpAfiName: 'afi' });
    expect(dialectOf('7.24')).toMatchObject({ bgpInstance: true, ovpnServerIsList: true });
  });
});
