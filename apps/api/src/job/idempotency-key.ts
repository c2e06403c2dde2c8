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
