export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
}

/** Doubles with every attempt; the jitter keeps those that failed together from returning together. */
export const backoffMs = (
  attempt: number,
  { baseMs, capMs }: Backoff,
  random: () => number = Math.random,
): number => {
  const full = Math.min(capMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return full / 2 + (random() * full) / 2;
};
