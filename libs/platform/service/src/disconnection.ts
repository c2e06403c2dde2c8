/** What a server says that is being ended, or whose other processes were: `admin_shutdown`, `crash_shutdown`. */
const LAST_WORDS = new Set(['57P01', '57P02', 'ECONNRESET', 'EPIPE']);

/**
 * Whether a connection was lost under a question. What became of it nobody knows: only what may
 * happen twice is asked again. A server that was not there in the first place is something else.
 */
export const isDisconnection = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return LAST_WORDS.has(code);
  // pg gives these no code.
  return /^(connection terminated( unexpectedly)?$|client has encountered a connection error)/iu.test(
    error.message,
  );
};
