/** Bytes that are no message of DNS. */
export class WireError extends Error {
  override readonly name = 'WireError';
}
