import { describe, expect, it } from '@jest/globals';
import { parseRouterOsUrl } from '@ferrule/routeros';

describe('the URL of a router', () => {
  it('names everything that a driver needs', () => {
    expect(parseRouterOsUrl('routeros://admin:p%40ss@192.0.2.1:8000')).toEqual({
      host: '192.0.2.1',
      port: 8000,
      user: 'admin',
      password: 'p@ss',
    });
    expect(parseRouterOsUrl('routeros://admin@router.example')).toEqual({
      host: 'router.example',
      user: 'admin',
      password: '',
    });
  });

  it('of routeross speaks TLS, with a pinned certificate where it names one', () => {
    expect(parseRouterOsUrl('routeross://u:p@[2001:db8::1]')).toEqual({
      host: '2001:db8::1',
      user: 'u',
      password: 'p',
      tls: {},
    });
    expect(parseRouterOsUrl('routeross://u:p@h?fingerprint=AA:BB')).toHaveProperty('tls', {
      fingerprint256: 'AA:BB',
    });
  });

  it.each([
    '',
    'geheim',
    'http://u:geheim@h',
    'routeros://',
    'routeros://u:geheim@h?fingerprint=AA',
  ])('is refused as %p without being shown', (text) => {
    expect(() => parseRouterOsUrl(text)).toThrow(TypeError);
    expect(() => parseRouterOsUrl(text)).not.toThrow('geheim');
  });
});
