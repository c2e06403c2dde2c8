import type { AlertRuleSettings } from '@ferrule/notifier-contracts';

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
/** What belongs together happens together: the first message waits so long for the second fact. */
const SETTLED_MS = 3_000;

const minutesOf = (clock: string): number =>
  Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** What the clock on the wall says, in minutes since midnight. */
const wallClock = (at: number, timeZone: string): number => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return minutesOf(format.format(at));
};

/** The first time, at or after this one, at which the clock on the wall says so. */
export const nextAt = (clock: string, from: number, timeZone: string): number => {
  const wanted = minutesOf(clock);
  const atMinute = Math.ceil(from / MINUTE) * MINUTE;
  const away = (at: number): number =>
    (wanted - wallClock(at, timeZone) + DAY_MINUTES) % DAY_MINUTES;
  const first = atMinute + away(atMinute) * MINUTE;
  // Where the clocks were put forward or back in between, it is an hour off.
  const off = away(first);
  return first + (off > DAY_MINUTES / 2 ? off - DAY_MINUTES : off) * MINUTE;
};

const isQuiet = (at: number, { quiet, timeZone }: AlertRuleSettings): boolean => {
  if (quiet === null) return false;
  const [from, to, now] = [minutesOf(quiet.from), minutesOf(quiet.to), wallClock(at, timeZone)];
  return from <= to ? from <= now && now < to : now >= from || now < to;
};

export interface Waiting {
  /** When the first of what is to be told happened; milliseconds since 1970. */
  readonly since: number;
  /** When this rule last told of the same thing. */
  readonly lastSent: number | null;
}

/** When people are told of what waits. */
export const tellAt = (rule: AlertRuleSettings, { since, lastSent }: Waiting): number => {
  if (rule.digestAt !== null) return nextAt(rule.digestAt, since, rule.timeZone);
  const soon = since + SETTLED_MS;
  const grouped = lastSent === null ? soon : Math.max(soon, lastSent + rule.groupSeconds * 1_000);
  if (rule.quiet === null || !isQuiet(grouped, rule)) return grouped;
  return nextAt(rule.quiet.to, grouped, rule.timeZone);
};
