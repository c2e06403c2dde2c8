import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { SavedState } from '../state/saved-state.ts';

/** In the words that are told to whoever asked. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

const open = Buffer.from('FRBO');
const sealed = Buffer.from('FRBS');

const [saltBytes, nonceBytes, tagBytes] = [16, 12, 16];

const keyOf = (password: string, salt: Buffer) =>
  scryptSync(Buffer.from(password, 'latin1'), salt, 32, { N: 4096 });

const checksum = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** Without a password nothing is encrypted, as since 6.43. The format is the simulator's own: base64, which survives clients that know only text. */
export const sealBackup = (state: SavedState, password: string): string => {
  const { '/file': _, ...menus } = state.menus;
  const body = gzipSync(JSON.stringify({ ...state, menus }), { level: 1 });
  if (password === '') return Buffer.concat([open, checksum(body), body]).toString('base64');
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(password, salt), nonce);
  const secret = Buffer.concat([cipher.update(body), cipher.final()]);
  return Buffer.concat([sealed, salt, nonce, cipher.getAuthTag(), secret]).toString('base64');
};

const unseal = (bytes: Buffer, password: string): Buffer => {
  const salt = bytes.subarray(4, 4 + saltBytes);
  const nonce = bytes.subarray(20, 20 + nonceBytes);
  const tag = bytes.subarray(32, 32 + tagBytes);
  if (tag.length < tagBytes) throw new BackupError('backup file is damaged');
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(password, salt), nonce);
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(48)), decipher.final()]);
  } catch {
    throw new BackupError('wrong password');
  }
};

const bodyOf = (bytes: Buffer, password: string): Buffer => {
  const magic = bytes.subarray(0, 4);
  if (magic.equals(sealed)) return unseal(bytes, password);
  if (!magic.equals(open)) throw new BackupError('not a backup file');
  const body = bytes.subarray(36);
  if (!checksum(body).equals(bytes.subarray(4, 36)))
    throw new BackupError('backup file is damaged');
  return body;
};

/** Throws `BackupError` for what is no backup, and for a wrong password. */
export const openBackup = (text: string, password: string): SavedState =>
  JSON.parse(
    gunzipSync(bodyOf(Buffer.from(text, 'base64'), password)).toString('utf8'),
  ) as SavedState;
