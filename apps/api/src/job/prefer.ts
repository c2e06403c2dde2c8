import { Rejection } from '@ferrule/kernel';

/** How long a caller wants to wait for the end (RFC 7240). */
export interface Preference {
  readonly async: boolean;
  readonly waitMs: number;
  /** What is honoured, for the answer's header; absent when nothing was asked. */
  readonly applied?: string;
}

const DEFAULT_WAIT_S = 30;
const LONGEST_WAIT_S = 120;

/** A preference may be ignored, but one of ours that makes no sense is a mistake worth naming. */
export const readPrefer = (header: string | undefined): Preference => {
  const asked = (header ?? '').split(/[,;]/).map((part) => part.trim().toLowerCase());
  if (asked.includes('respond-async'))
    return { async: true, waitMs: DEFAULT_WAIT_S * 1000, applied: 'respond-async' };
  const wait = asked.find((part) => part.startsWith('wait'));
  if (wait === undefined) return { async: false, waitMs: DEFAULT_WAIT_S * 1000 };
  const [, seconds] = /^wait\s*=\s*"?(\d{1,6})"?$/.exec(wait) ?? [];
  if (seconds === undefined)
    throw new Rejection('PREFER_INVALID', 'Prefer: wait must be a number of seconds', {
      field: 'Prefer',
      suggestion: 'Prefer: wait=30',
    });
  const granted = Math.min(Number(seconds), LONGEST_WAIT_S);
  return { async: false, waitMs: granted * 1000, applied: `wait=${granted}` };
};
