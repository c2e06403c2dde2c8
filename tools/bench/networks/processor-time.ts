import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

const TICKS_PER_SECOND = 100;

export interface Named {
  readonly name: string;
  readonly pid: number;
}

interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
}

const see = async (pid: number): Promise<Seen | undefined> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The name stands in brackets and may hold anything.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  // Ended children count as well: Postgres has one process for each connection.
  const ticks = fields.slice(11, 15).reduce((sum, part) => sum + part, 0);
  return { pid, parent, seconds: ticks / TICKS_PER_SECOND };
};

/** Processor seconds by name, those of the children included; empty where the system does not tell. */
export const processorSeconds = async (
  processes: readonly Named[],
): Promise<ReadonlyMap<string, number>> => {
  const entries = await readdir('/proc').catch(() => []);
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
  const all = (await Promise.all(pids.map(see))).filter((seen) => seen !== undefined);
  return new Map(
    processes.map(({ name, pid }) => [
      name,
      all
        .filter((seen) => seen.pid === pid || seen.parent === pid)
        .reduce((sum, { seconds }) => sum + seconds, 0),
    ]),
  );
};

/** `1.9 of 2 cores: provisioning-saga 24 %, …`: who needed the machine while something was measured. */
export const busiest = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  seconds: number,
): string => {
  const shares = [...after]
    .map(([name, now]) => [name, (now - (before.get(name) ?? 0)) / seconds] as const)
    .toSorted(([, one], [, other]) => other - one);
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  const shown = shares.slice(0, 6).map(([name, share]) => `${name} ${Math.round(share * 100)} %`);
  return `${total.toFixed(1)} of ${availableParallelism()} cores: ${shown.join(', ')}`;
};

/** `71.2 ms each to 95.0, by NATS 9.0 to 17.1, …`: who needed more for the same, most of all. */
export const grown = (
  early: ReadonlyMap<string, number>,
  late: ReadonlyMap<string, number>,
): string => {
  const sum = (all: ReadonlyMap<string, number>): string =>
    [...all.values()].reduce((total, ms) => total + ms, 0).toFixed(1);
  const shown = [...late]
    .map(([name, ms]) => ({ name, was: early.get(name) ?? 0, ms }))
    .toSorted((one, other) => other.ms - other.was - (one.ms - one.was))
    .slice(0, 5)
    .map(({ name, was, ms }) => `${name} ${was.toFixed(1)} to ${ms.toFixed(1)}`);
  return `${sum(early)} ms each to ${sum(late)}: ${shown.join(', ')}`;
};
