import { hash } from 'node:crypto';
import { Rejection } from '@ferrule/kernel';

/** A key is drawn by the caller, once for each thing that it wants. */
export const readKey = (key: string | undefined): string | undefined => {
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Rejection(
    'IDEMPOTENCY_KEY_INVALID',
    'Idempotency-Key must be 1 to 255 visible ASCII characters',
    { field: 'Idempotency-Key' },
  );
};

/** The same key gives the same command, and with it the same job. */
export const keyedId = (...parts: readonly string[]): string =>
  `key-${hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32)}`;
