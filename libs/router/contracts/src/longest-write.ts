/**
 * So long after a command's `notAfter` what was begun before it may still happen on the router: time to
 * connect, and for one command. A gateway keeps to it, and who heard no answer waits so long before the
 * undo, which would find nothing yet otherwise.
 */
export const LONGEST_WRITE_MS = 15_000;
