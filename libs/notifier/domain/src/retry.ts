const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after each failed attempt the next one is made: a day and a half in all. */
const WAITS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR,
  12 * HOUR,
] as const;

/** A receiver that asks for longer is asked again anyhow: its clock or its answer is wrong. */
const LONGEST_ASKED = 24 * HOUR;

/** Nothing has arrived for so long: nobody is there any more. */
export const DISABLED_AFTER_MS = 72 * HOUR;

export interface FailedAttempt {
  /** 1 for the first one. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** From 0 to 1, drawn by the caller: what failed together must not come back together. */
  readonly dice: number;
  /** What the receiver asked for by `Retry-After`. */
  readonly retryAfterMs: number | null;
}

/** When it is tried again, in milliseconds since 1970; undefined: no more. */
export const nextAttempt = ({
  attempt,
  now,
  dice,
  retryAfterMs,
}: FailedAttempt): number | undefined => {
  const wait = WAITS[attempt - 1];
  if (wait === undefined) return undefined;
  const jittered = wait * (0.8 + 0.4 * dice);
  const asked = Math.min(Math.max(retryAfterMs ?? 0, 0), LONGEST_ASKED);
  return Math.round(now + Math.max(jittered, asked));
};

/** `Retry-After` is a number of seconds, or a date. */
export const retryAfterMs = (header: string | undefined, now: number): number | null => {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND;
  // Date.parse makes a date of almost anything; one of HTTP begins with the day of the week.
  const date = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
};
