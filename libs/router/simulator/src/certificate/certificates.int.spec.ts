import { createPrivateKey, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';

let now: Date;
let router: SpecRouter;

beforeEach(async () => {
  now = new Date('2026-11-20T12:00:00Z');
  router = await SpecRouter.start({ clock: () => now });
  await router.given(
    '/certificate/add name=ca common-name=Example key-size=prime256v1 key-usage=key-cert-sign,crl-sign',
    '/certificate/add name=web common-name=r1.example country=LV days-valid=30 subject-alt-name=DNS:r1.example,IP:192.0.2.1 key-size=prime256v1',
  );
});

afterEach(() => router.stop());

const signBoth = () =>
  router.given('/certificate/sign numbers=ca', '/certificate/sign numbers=web ca=ca');

const file = async (name: string) => (await router.row('/file', `?name=${name}`))['contents'] ?? '';

const row = (name: string) => router.row('/certificate', `?name=${name}`);

const imported = async (...words: readonly string[]) => {
  const { rows } = await router.simulator.router.run(['/certificate/import', ...words]);
  return Object.values(rows[0] ?? {}).join(' ');
};

describe('a certificate', () => {
  it('that an authority has signed is a real one, and its chain holds', async () => {
    await signBoth();
    await router.given(
      '/certificate/export-certificate numbers=ca',
      '/certificate/export-certificate numbers=web file-name=mine export-passphrase=open-sesame',
    );
    const ca = new X509Certificate(await file('cert_export_ca.crt'));
    const web = new X509Certificate(await file('mine.crt'));
    expect(ca.ca && ca.verify(ca.publicKey)).toBe(true);
    expect(web.checkIssued(ca) && web.verify(ca.publicKey)).toBe(true);
    expect(web.subject).toBe('C=LV\nCN=r1.example');
    expect(web.checkHost('r1.example')).toBe('r1.example');
    expect(web.checkIP('192.0.2.1')).toBe('192.0.2.1');
    expect(new Date(web.validTo)).toEqual(new Date('2026-12-20T12:00:00Z'));
    const key = await file('mine.key');
    expect(key).toContain('ENCRYPTED');
    expect(web.checkPrivateKey(createPrivateKey({ key, passphrase: 'open-sesame' }))).toBe(true);
    expect(await row('web')).toMatchObject({
      fingerprint: web.fingerprint256.replaceAll(':', '').toLowerCase(),
      'serial-number': web.serialNumber,
      ca: 'ca',
      issuer: 'CN=Example',
      'key-type': 'ec',
    });
  });

  it('has an RSA key unless it asks for another', async () => {
    await router.given(
      '/certificate/add name=r common-name=r key-size=1024',
      '/certificate/sign numbers=r',
      '/certificate/export-certificate numbers=r',
    );
    const read = new X509Certificate(await file('cert_export_r.crt'));
    expect(read.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 1024 });
    expect(read.verify(read.publicKey)).toBe(true);
  });

  it('expires by the clock', async () => {
    await signBoth();
    expect(await row('web')).toMatchObject({ expired: 'false', 'expires-after': '4w2d' });
    now = new Date('2026-12-21T00:00:00Z');
    expect(await row('web')).toMatchObject({ expired: 'true' });
  });

  it('keeps its key over a reboot, and shows it to nobody', async () => {
    await signBoth();
    router.simulator.router.reboot();
    await router.given('/certificate/export-certificate numbers=web export-passphrase=12345678');
    expect(await file('cert_export_web.key')).toContain('ENCRYPTED PRIVATE KEY');
    expect(JSON.stringify(await router.rows('/certificate'))).not.toContain('PRIVATE');
    expect(JSON.stringify(router.simulator.router.snapshot())).not.toContain('BEGIN PRIVATE');
  });

  it('is revoked by whoever issued it', async () => {
    await signBoth();
    await router.given('/certificate/issued-revoke numbers=web');
    expect(await row('web')).toMatchObject({ revoked: '2026-11-20 12:00:00' });
    expect(await router.ask('/certificate/issued-revoke numbers=ca')).toBe(
      'failure: certificate was not issued here',
    );
  });

  it('that is not signed cannot be exported, and nothing as pkcs12', async () => {
    expect(await router.ask('/certificate/export-certificate numbers=web')).toBe(
      'failure: certificate is not signed',
    );
    expect(await router.ask('/certificate/export-certificate numbers=web type=pkcs12')).toBe(
      'failure: the simulator writes no pkcs12',
    );
  });
});

describe('an import', () => {
  const carried = async () => {
    await signBoth();
    await router.given(
      '/certificate/export-certificate numbers=ca file-name=ca',
      '/certificate/export-certificate numbers=web file-name=web export-passphrase=open-sesame',
      '/certificate/remove numbers=web',
    );
  };

  it('reads a certificate and then its key, with its passphrase', async () => {
    await carried();
    expect(await imported('=file-name=web.key', '=passphrase=open-sesame')).toBe('0 0 0 0 1');
    expect(await imported('=file-name=web.crt', '=trusted=no')).toBe('1 0 1 0 0');
    expect(await row('web.crt_0')).toMatchObject({
      'common-name': 'r1.example',
      country: 'LV',
      'days-valid': '30',
      'key-size': 'prime256v1',
      trusted: 'false',
    });
    expect(await imported('=file-name=web.key', '=passphrase=wrong')).toBe('0 0 0 1 0');
    expect(await imported('=file-name=web.key', '=passphrase=open-sesame')).toBe('0 1 1 0 0');
    expect(await row('web.crt_0')).toMatchObject({ 'private-key': 'true' });
  });

  it('of both at once, in any order, is under the name that it is given', async () => {
    await carried();
    const both = (await file('web.key')) + (await file('web.crt'));
    const { router: box } = router.simulator;
    await box.run(['/file/add', '=name=both.pem', `=contents=${both}`]);
    expect(await imported('=file-name=both.pem', '=passphrase=open-sesame', '=name=portal')).toBe(
      '1 1 1 0 0',
    );
    expect(await row('portal')).toMatchObject({ trusted: 'true', 'private-key': 'true' });
  });

  it('of what is there already, or is no certificate, brings nothing', async () => {
    await carried();
    expect(await imported('=file-name=ca.crt')).toBe('0 0 0 0 0');
    await router.given('/file/add name=x.crt contents=nothing');
    expect(await imported('=file-name=x.crt')).toBe('0 0 0 0 0');
    expect(await router.ask('/certificate/import file-name=none')).toBe(
      'input does not match any value of file-name',
    );
  });

  it('of an authority without its key is no authority that signs', async () => {
    const other = await SpecRouter.start();
    await carried();
    const { router: box } = other.simulator;
    await box.run(['/file/add', '=name=ca.crt', `=contents=${await file('ca.crt')}`]);
    await box.run(['/certificate/import', '=file-name=ca.crt', '=name=ca']);
    await other.given('/certificate/add name=leaf common-name=leaf');
    expect(await other.ask('/certificate/sign numbers=leaf ca=ca')).toBe(
      'failure: CA has no private key',
    );
    await other.stop();
  });
});
