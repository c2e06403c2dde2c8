import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Signing } from '@ferrule/notifier-contracts';

export interface NewKey {
  /** As Standard Webhooks writes it. It is shown once, and kept sealed. */
  readonly secret: string;
  readonly publicKey: string | null;
}

const base64 = (base64url: string | undefined): string =>
  Buffer.from(base64url ?? '', 'base64url').toString('base64');

/** Draws a key: one that both sides know, or one whose public half the receiver gets. */
export const newKey = (signing: Signing): NewKey => {
  if (signing === 'hmac-sha256')
    return { secret: `whsec_${randomBytes(32).toString('base64')}`, publicKey: null };
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { secret: `whsk_${base64(d)}`, publicKey: `whpk_${base64(x)}` };
};
