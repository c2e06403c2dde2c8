import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { readSecret, signatureOf } from './signature.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const message = { id: 'evt-1', timestamp: Math.floor(Date.now() / 1_000), body: '{"n":"ü"}' };

describe('a signature', () => {
  it('is the one that the package of the standard makes', () => {
    expect(signatureOf([{ signing: 'hmac-sha256', secret }], message)).toBe(
      new Webhook(secret).sign(message.id, new Date(message.timestamp * 1_000), message.body),
    );
  });

  it('of Ed25519 can be checked with the public key alone', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const { d = '' } = privateKey.export({ format: 'jwk' });
    const key = `whsk_${Buffer.from(d, 'base64url').toString('base64')}`;
    const text = signatureOf([{ signing: 'ed25519', secret: key }], message);
    expect(text).toMatch(/^v1a,/);
    const signed = Buffer.from(`${message.id}.${message.timestamp}.${message.body}`);
    const check = (data: Buffer) =>
      verify(
        null,
        data,
        createPublicKey(publicKey.export({ format: 'pem', type: 'spki' })),
        Buffer.from(text.slice(4), 'base64'),
      );
    expect(check(signed)).toBe(true);
    expect(check(Buffer.from('other'))).toBe(false);
  });

  it('is one for each key', () => {
    const keys = [{ signing: 'hmac-sha256', secret } as const];
    expect(signatureOf([...keys, ...keys], message).split(' ')).toHaveLength(2);
  });

  it.each([
    ['hmac-sha256', 'whsec_c2hvcnQ='],
    ['hmac-sha256', Buffer.alloc(32, 7).toString('base64')],
    ['ed25519', secret],
    ['ed25519', 'whsk_c2hvcnQ='],
  ] as const)('is not made with what is no key of %s: %s', (signing, text) => {
    expect(() => readSecret({ signing, secret: text })).toThrow(TypeError);
  });
});
