import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { RouterOsSettings } from '@ferrule/routeros';
import { leakGuard } from '@ferrule/testing';
import { outcome, print, silence, specGround } from '../fake/ground.ts';
import { selfSigned } from '../fake/self-signed.ts';

leakGuard();
const { both } = specGround();

describe('TLS', () => {
  const own = selfSigned('router.example');
  const fingerprint256 = new X509Certificate(own.cert).fingerprint256;
  const secure = (settings: RouterOsSettings['tls'] & object) =>
    both(({ reply }) => reply('!done'), { tls: settings }, { tls: own });

  it('accepts the certificate that is pinned, whoever signed it', async () => {
    const { driver } = await secure({ fingerprint256 });
    await expect(driver.send(print)).resolves.toEqual({ rows: [] });
    const { driver: other } = await secure({
      fingerprint256: fingerprint256.replaceAll(':', '').toLowerCase(),
    });
    await expect(other.send(print)).resolves.toEqual({ rows: [] });
  });

  it('accepts one that somebody vouches for, of the name that was meant', async () => {
    const { driver } = await secure({ ca: own.cert, serverName: 'router.example' });
    await expect(driver.send(print)).resolves.toEqual({ rows: [] });
  });

  const refused: [string, RouterOsSettings['tls'] & object][] = [
    ['another than the pinned one', { fingerprint256: '00'.repeat(32) }],
    ['one that nobody vouches for', {}],
    ['one of another name', { ca: own.cert, serverName: 'other.example' }],
    ['one without the address', { ca: own.cert }],
  ];
  it.each(refused)('refuses %s, and tells it nothing', async (_, settings) => {
    const { router, driver } = await secure(settings);
    await expect(outcome(driver.send(print))).resolves.toEqual({ code: 'UNTRUSTED', sent: false });
    expect(router.asked).toEqual([]);
  });

  it('is not spoken by everyone', async () => {
    const { driver } = await both(
      silence,
      { tls: {}, patienceMs: 0, connectTimeoutMs: 200 },
      { login: silence },
    );
    await expect(outcome(driver.send(print))).resolves.toEqual({
      code: 'UNREACHABLE',
      sent: false,
    });
  });
});
