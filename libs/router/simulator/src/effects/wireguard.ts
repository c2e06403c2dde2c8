import { createPrivateKey, createPublicKey } from 'node:crypto';
import { invalidValue } from '../menu/trap.ts';
import type { Effect } from './effect.ts';

/** The ASN.1 before the 32 bytes of an X25519 key. */
const privateKeyHeader = Buffer.from('302e020100300506032b656e04220420', 'hex');

export const publicKeyOf = (privateKey: string): string => {
  const der = Buffer.concat([privateKeyHeader, Buffer.from(privateKey, 'base64')]);
  const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
};

const isKey = (text: string) => /^[A-Za-z0-9+/]{43}=$/u.test(text);

/** Clamped as every tool writes it; X25519 itself would not mind. */
export const clamped = (bytes: Buffer): string => {
  bytes.writeUInt8(bytes.readUInt8(0) & 248, 0);
  bytes.writeUInt8((bytes.readUInt8(31) & 127) | 64, 31);
  return bytes.toString('base64');
};

export const wireguardEffect: Effect = {
  prepare({ values, written }, router) {
    const given = values.get('private-key');
    if (given !== undefined && written.has('private-key') && !isKey(given))
      throw invalidValue('private-key');
    const key = given ?? clamped(router.random(32));
    values.set('private-key', key);
    if (given === undefined || written.has('private-key'))
      values.set('public-key', publicKeyOf(key));
  },
};
