import { createHmac, createPrivateKey, sign as signWith } from 'node:crypto';
import type { OpenKey } from '../webhook/webhook-keys.ts';

/** What comes before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

type Signer = (text: string) => string;

/** A secret as Standard Webhooks writes it: `whsec_…`, or `whsk_…` for Ed25519. */
export const readSecret = ({ signing, secret }: OpenKey): Signer => {
  const bytes = Buffer.from(secret.slice(secret.indexOf('_') + 1), 'base64');
  if (signing === 'ed25519') {
    if (!secret.startsWith('whsk_') || bytes.length !== 32)
      throw new TypeError('an Ed25519 key is whsk_ and 32 bytes in base64');
    const der = Buffer.concat([PKCS8_ED25519, bytes]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    return (text) => `v1a,${signWith(null, Buffer.from(text), key).toString('base64')}`;
  }
  if (!secret.startsWith('whsec_') || bytes.length < 24 || bytes.length > 64)
    throw new TypeError('a secret is whsec_ and 24 to 64 bytes in base64');
  return (text) => `v1,${createHmac('sha256', bytes).update(text).digest('base64')}`;
};

export interface Signed {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** `webhook-signature` of Standard Webhooks: one signature for each key, separated by spaces. */
export const signatureOf = (keys: readonly OpenKey[], { id, timestamp, body }: Signed): string =>
  keys.map((key) => readSecret(key)(`${id}.${timestamp}.${body}`)).join(' ');
