import type { Effect } from '../effects/effect.ts';
import { readDuration } from '../menu/number-types.ts';
import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';

/** `startup` is when the router has been up for so long. */
const afterBoot = 3000;

/** Up to when each was looked at. */
export const lookedAt = new WeakMap<Row, number>();

const day = 86_400_000;

const beginOf = (row: Row, router: Router, since: number): number => {
  const time = row.table.stored(row, 'start-time') ?? '00:00:00';
  if (time === 'startup') return router.time.getTime() - router.uptime + afterBoot;
  const date = row.values.get('start-date');
  const midnight = Math.floor(since / day) * day;
  const begin = date === undefined ? midnight : Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  return begin + (readDuration(time) ?? 0);
};

/** undefined: never again. */
export const nextRun = (row: Row, router: Router, since: number): number | undefined => {
  const begin = beginOf(row, router, since);
  const interval = readDuration(row.table.stored(row, 'interval') ?? '0s') ?? 0;
  if (Number.isNaN(begin)) return undefined;
  if (begin > since) return begin;
  if (interval === 0) return undefined;
  return begin + (Math.floor((since - begin) / interval) + 1) * interval;
};

const written = (milliseconds: number) =>
  new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');

export const schedulerEffect: Effect = {
  prepare({ values, row }, router) {
    // Of the day on which it is added, or a script without an interval would run every day.
    if (row === undefined && !values.has('start-date') && values.get('start-time') !== 'startup')
      values.set('start-date', router.now().slice(0, 10));
  },
  added(row, router) {
    lookedAt.set(row, router.time.getTime());
  },
  written(row, _, router) {
    lookedAt.set(row, router.time.getTime());
  },
  live: {
    'next-run': (row, router) => {
      if (row.table.stored(row, 'disabled') === 'true') return undefined;
      const next = nextRun(row, router, lookedAt.get(row) ?? router.time.getTime());
      return next === undefined ? undefined : written(next);
    },
  },
};
