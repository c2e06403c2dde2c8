import type { RouterOsAddress } from './settings.ts';

/**
 * Reads `routeros://user:password@host:port`, or `routeross://…` for TLS, then perhaps with
 * `?fingerprint=…` to pin the certificate. The error shows nothing of what was given: it may hold a
 * password.
 */
export function parseRouterOsUrl(text: string): RouterOsAddress {
  const form =
    'routeros://user:password@host:port or routeross://user:password@host:port?fingerprint=…';
  const url = URL.parse(text);
  if (url === null || !/^routeross?:$/u.test(url.protocol) || url.hostname === '')
    throw new TypeError(`the address of a router is written ${form}`);
  const fingerprint = url.searchParams.get('fingerprint');
  const secure = url.protocol === 'routeross:';
  if (!secure && fingerprint !== null)
    throw new TypeError(`only routeross:// has a certificate: ${form}`);
  return {
    host: url.hostname.replace(/^\[|\]$/gu, ''),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ...(secure ? { tls: fingerprint === null ? {} : { fingerprint256: fingerprint } } : {}),
  };
}
