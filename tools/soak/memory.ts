import { readFile } from 'node:fs/promises';

/** Resident MiB of a process; undefined where the system does not tell, or while it is not there. */
export const residentMiB = async (pid: number): Promise<number | undefined> => {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kib = /^VmRSS:\s+(\d+) kB$/mu.exec(text)?.[1];
  return kib === undefined ? undefined : Number(kib) / 1_024;
};

export interface Trend {
  /** Medians of the second and of the last quarter: the first is spent on getting warm. */
  readonly early: number;
  readonly late: number;
  readonly isFlat: boolean;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

/** What a collector of garbage may let lie, whatever the size of the process. */
const SLACK_MIB = 24;
const SLACK_SHARE = 0.1;

/** Whether what was seen at even distances has stopped growing. */
export const trendOf = (seen: readonly number[]): Trend => {
  const quarter = seen.length / 4;
  const early = median(seen.slice(Math.floor(quarter), Math.ceil(2 * quarter)));
  const late = median(seen.slice(Math.floor(3 * quarter)));
  return { early, late, isFlat: late - early <= Math.max(SLACK_MIB, early * SLACK_SHARE) };
};
