import { SealError } from './seal-error.ts';

/** GCM's own sizes; another nonce length would go through a weaker construction. */
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

export const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

export interface SealedParts {
  readonly keyId: string;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

const malformed = () => new SealError('SEALED_MALFORMED', 'this is not a sealed secret');

// Base64 leaves spare bits at its end, and Node skips what it does not know: without the way back,
// several texts would open as one.
const decoded = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw malformed();
  return bytes;
};

export const header = (keyId: string): string => `sealed:v1:${keyId}`;

export const writeSealed = ({ keyId, nonce, ciphertext, tag }: SealedParts): string =>
  [
    header(keyId),
    nonce.toString('base64url'),
    Buffer.concat([ciphertext, tag]).toString('base64url'),
  ].join(':');

export const readSealed = (sealed: string): SealedParts => {
  const [mark, version, keyId = '', nonceText = '', rest = '', ...more] = sealed.split(':');
  const known = mark === 'sealed' && version === 'v1' && KEY_ID.test(keyId) && more.length === 0;
  if (!known) throw malformed();
  const nonce = decoded(nonceText);
  const body = decoded(rest);
  if (nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) throw malformed();
  return {
    keyId,
    nonce,
    ciphertext: body.subarray(0, -TAG_BYTES),
    tag: body.subarray(-TAG_BYTES),
  };
};
