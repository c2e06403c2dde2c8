import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { RouterOsSettings } from '@ferrule/routeros';
import { leakGuard } from '@ferrule/testing';
import { outcome, print, silence, specGround } from '../fake/ground.ts';
import { selfSigned } from '../fake/self-signed.ts';

leakGuard();
const { both, driverFor } = specGround();

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

  it('sends not one byte within, the password least of all, before the certificate is the pinned one', async () => {
    const heard: Uint8Array[] = [];
    const gone = Promise.withResolvers<void>();
    const impostor = createServer(own, (socket) => {
      socket.on('data', (chunk: Uint8Array) => heard.push(chunk));
      socket.on('error', () => undefined);
    });
    // Hung up on in the middle of its handshake, it may never have a secure connection.
    impostor.on('tlsClientError', () => undefined);
    impostor.on('connection', (socket: Socket) => socket.on('close', () => gone.resolve()));
    impostor.listen(0, '127.0.0.1');
    await once(impostor, 'listening');
    const { port } = impostor.address() as AddressInfo;
    const driver = driverFor(port, { tls: { fingerprint256: '00'.repeat(32) } });
    const answers = [driver.send(print), driver.send(print)].map(outcome);
    for (const answer of answers)
      await expect(answer).resolves.toEqual({ code: 'UNTRUSTED', sent: false });
    await gone.promise;
    await promisify(impostor.close.bind(impostor))();
    expect(Buffer.concat(heard).length).toBe(0);
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
