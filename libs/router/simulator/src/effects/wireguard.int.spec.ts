import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';

let router: SpecRouter;

beforeEach(async () => {
  router = await SpecRouter.start();
});

afterEach(() => router.stop());

const fromBase64 = {
  private: (key: string) =>
    createPrivateKey({
      key: Buffer.concat([
        Buffer.from('302e020100300506032b656e04220420', 'hex'),
        Buffer.from(key, 'base64'),
      ]),
      format: 'der',
      type: 'pkcs8',
    }),
  public: (key: string) =>
    createPublicKey({
      key: Buffer.concat([
        Buffer.from('302a300506032b656e032100', 'hex'),
        Buffer.from(key, 'base64'),
      ]),
      format: 'der',
      type: 'spki',
    }),
};

describe('WireGuard', () => {
  it('draws a key where none is given, and its public one is the right one', async () => {
    await router.given('/interface/wireguard/add name=wg1');
    const { 'private-key': own = '', 'public-key': shown = '' } =
      await router.row('/interface/wireguard');
    const other = generateKeyPairSync('x25519');
    expect(
      diffieHellman({ privateKey: other.privateKey, publicKey: fromBase64.public(shown) }),
    ).toEqual(diffieHellman({ privateKey: fromBase64.private(own), publicKey: other.publicKey }));
  });

  it('follows a key that is written, and refuses what is none', async () => {
    await router.given('/interface/wireguard/add name=wg1');
    // The first iteration of RFC 7748, section 5.2.
    const nine = Buffer.alloc(32);
    nine[0] = 9;
    await router.given(
      `/interface/wireguard/set numbers=wg1 private-key=${nine.toString('base64')}`,
    );
    const { 'public-key': shown = '' } = await router.row('/interface/wireguard');
    expect(Buffer.from(shown, 'base64').toString('hex')).toBe(
      '422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079',
    );
    expect(await router.ask('/interface/wireguard/set numbers=wg1 private-key=short')).toBe(
      'invalid value for argument private-key',
    );
  });

  it('makes keys for a peer that asks for them', async () => {
    await router.given(
      '/interface/wireguard/add name=wg1',
      '/interface/wireguard/peers/add interface=wg1 allowed-address=10.0.0.2/32 private-key=auto preshared-key=auto',
    );
    const peer = await router.row('/interface/wireguard/peers');
    expect(peer['name']).toBe('peer1');
    for (const name of ['private-key', 'public-key', 'preshared-key'])
      expect(Buffer.from(peer[name] ?? '', 'base64').length).toBe(32);
  });
});
