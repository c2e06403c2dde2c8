export type SealErrorCode =
  /** The keys themselves cannot be used. */
  | 'KEYRING_INVALID'
  /** The text to be sealed has no faithful UTF-8 form, so it could not come back as it was. */
  | 'PLAINTEXT_MALFORMED'
  /** It is no sealed secret of a version that is known here, or it was cut. */
  | 'SEALED_MALFORMED'
  /** Sealed under a key that this keyring does not have. */
  | 'SEALED_KEY_UNKNOWN'
  /** Another key of that name, another context or a changed text: they cannot be told apart. */
  | 'SEALED_REFUSED';

/** It never holds a plaintext, a key or the cause that might. */
export class SealError extends Error {
  override readonly name = 'SealError';

  constructor(
    readonly code: SealErrorCode,
    message: string,
  ) {
    super(message);
  }
}
