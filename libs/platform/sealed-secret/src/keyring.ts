import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SealError } from './seal-error.ts';
import { header, KEY_ID, NONCE_BYTES, readSealed, TAG_BYTES, writeSealed } from './sealed-text.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;

const invalid = (why: string) => new SealError('KEYRING_INVALID', `the keyring ${why}`);

const readKey = (text: string, position: number): readonly [string, KeyObject] => {
  const [id = '', encoded = '', ...more] = text.split(':');
  const nth = `key ${position + 1}`;
  if (!KEY_ID.test(id) || more.length > 0) {
    throw invalid(`must hold keys written as <id>:<base64>; ${nth} is not`);
  }
  const bytes = Buffer.from(encoded, 'base64');
  const plain = encoded.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64').replace(/=+$/, '') !== plain) {
    throw invalid(`needs keys of ${KEY_BYTES} bytes in base64; ${nth} ("${id}") is not one`);
  }
  // A placeholder that was never replaced.
  if (bytes.every((byte) => byte === bytes[0])) {
    throw invalid(`refuses ${nth} ("${id}"): all its bytes are the same`);
  }
  return [id, createSecretKey(bytes)];
};

/**
 * Seals and opens secrets with AES-256-GCM. The first key is the current one and seals; all of them
 * open, so a key is rotated by putting a new one in front and resealing what is stored.
 *
 * The nonce is random: one key must not seal more than 2^32 secrets. A sealed text shows its
 * plaintext's length.
 */
export class Keyring {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #current: readonly [string, KeyObject];

  private constructor(keys: readonly (readonly [string, KeyObject])[]) {
    const [current] = keys;
    if (!current) throw invalid('is empty');
    this.#keys = new Map(keys);
    if (this.#keys.size < keys.length) throw invalid('has two keys of one id');
    this.#current = current;
  }

  /** `id:base64key,id:base64key`; line breaks separate too, and a line from `#` on is a comment. */
  static parse(text: string): Keyring {
    const keys = text
      .split('\n')
      .flatMap((line) => line.replace(/#.*/, '').split(','))
      .map((key) => key.trim())
      .filter((key) => key !== '');
    return new Keyring(keys.map(readKey));
  }

  static fromFile(path: string): Keyring {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      throw invalid(`cannot be read from ${path}`);
    }
    return Keyring.parse(text);
  }

  /** A fresh key, as it is written into a keyring. */
  static newKey(id: string): string {
    const key = `${id}:${randomBytes(KEY_BYTES).toString('base64')}`;
    readKey(key, 0);
    return key;
  }

  get currentKeyId(): string {
    return this.#current[0];
  }

  /**
   * `context` says what the secret belongs to, such as `router/r-1/password`; it is not stored, and
   * without it the secret does not open. So a sealed text is of no use in another one's place.
   */
  seal(plaintext: string, context = ''): string {
    // Half a surrogate pair would come back as a replacement character.
    if (!plaintext.isWellFormed()) {
      throw new SealError('PLAINTEXT_MALFORMED', 'the plaintext is not well-formed Unicode');
    }
    const [keyId, key] = this.#current;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(associated(keyId, context));
    const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return writeSealed({ keyId, nonce, ciphertext, tag: cipher.getAuthTag() });
  }

  open(sealed: string, context = ''): string {
    const { keyId, nonce, ciphertext, tag } = readSealed(sealed);
    const key = this.#keys.get(keyId);
    if (!key) throw new SealError('SEALED_KEY_UNKNOWN', `sealed under the unknown key "${keyId}"`);
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(associated(keyId, context));
    decipher.setAuthTag(tag);
    const opened = decipher.update(ciphertext);
    try {
      return Buffer.concat([opened, decipher.final()]).toString('utf8');
    } catch {
      opened.fill(0);
      throw new SealError(
        'SEALED_REFUSED',
        `does not open with the key "${keyId}" in this context`,
      );
    }
  }

  /** The same secret under the current key; a text that already is comes back unchanged. */
  reseal(sealed: string, context = ''): string {
    const plaintext = this.open(sealed, context);
    return keyIdOf(sealed) === this.currentKeyId ? sealed : this.seal(plaintext, context);
  }
}

// The header is authenticated too, so that no text can be passed off as another key's or version's.
const associated = (keyId: string, context: string): Buffer =>
  Buffer.from(`${header(keyId)}\0${context}`, 'utf8');

/** Which key sealed it: what is still to be resealed before a key can be thrown away. */
export const keyIdOf = (sealed: string): string => readSealed(sealed).keyId;

/** Whether a text has the form of a sealed secret; only opening it shows that it is one. */
export const isSealed = (text: string): boolean => {
  try {
    readSealed(text);
    return true;
  } catch {
    return false;
  }
};
