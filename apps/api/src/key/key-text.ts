import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key as its owner sends it, in its two halves. */
export interface KeyText {
  /** By which it is looked up; no secret. */
  readonly keyId: string;
  readonly secret: string;
}

const FORM = /^fk_([A-Za-z0-9]{1,32})_([A-Za-z0-9]{43,128})$/;

export const readKeyText = (text: string): KeyText | undefined => {
  const [, keyId, secret] = FORM.exec(text) ?? [];
  return keyId === undefined || secret === undefined ? undefined : { keyId, secret };
};

export const keyText = ({ keyId, secret }: KeyText): string => `fk_${keyId}_${secret}`;

export const newKeyId = (): string => randomBytes(8).toString('hex');

export const newSecret = (): string => randomBytes(32).toString('hex');

/** All that is kept of a secret. Being drawn and not thought up, it needs no salt and no slow hash. */
export const secretHash = (secret: string): string => hash('sha256', secret, 'hex');

/** Takes as long whether the first character differs or the last. */
export const isSecret = (secret: string, kept: string): boolean =>
  timingSafeEqual(hash('sha256', secret, 'buffer'), Buffer.from(kept, 'hex'));
