import { invalidValue, noMatch } from '../menu/trap.ts';
import type { Row } from '../state/row.ts';
import type { Router } from '../router.ts';
import type { Effect } from './effect.ts';

const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
};

/** Without a zone a router shows UTC. */
const zoneNamed = (name = 'manual'): string => (name === 'manual' || !isZone(name) ? 'UTC' : name);

const zoneOf = (row: Row) => zoneNamed(row.table.stored(row, 'time-zone-name'));

/** `2026-11-20 14:03:59`, which Swedes write as routers do. */
const shownIn = (zone: string, { time }: Router): readonly string[] =>
  time
    .toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
    .split(' ');

const shown = (row: Row, router: Router) => shownIn(zoneOf(row), router);

const offsetAt = (zone: string, time: Date): string => {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts(time);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return text === 'GMT' ? '+00:00' : text.replace('GMT', '');
};

const minutes = (offset: string): number => {
  const [hours = 0, rest = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + rest);
};

/** The clocks are forward when they are ahead of the less advanced of winter and summer. */
const isSummer = (zone: string, time: Date): boolean => {
  const year = time.getUTCFullYear();
  const halves = [0, 6].map((month) => minutes(offsetAt(zone, new Date(Date.UTC(year, month, 1)))));
  return minutes(offsetAt(zone, time)) > Math.min(...halves);
};

/** When the clocks of a zone show so. */
const instantOf = (date: string, time: string, zone: string): Date => {
  const utc = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== date)
    throw invalidValue('date', ['invalid date']);
  const less = (near: number) => utc - minutes(offsetAt(zone, new Date(near))) * 60_000;
  // The offset is that of the zone's own time, which only the first guess comes near to.
  return new Date(less(less(utc)));
};

export const clockEffect: Effect = {
  prepare({ values, written }, router) {
    const name = values.get('time-zone-name') ?? 'manual';
    if (written.has('time-zone-name') && name !== 'manual' && !isZone(name))
      throw noMatch('time-zone-name');
    const [date = '', time = ''] = shownIn(zoneNamed(name), router);
    if (written.has('date') || written.has('time'))
      router.time = instantOf(
        values.get('date') ?? date,
        values.get('time') ?? time,
        zoneNamed(name),
      );
    // A clock goes on: what was written is no value to keep.
    values.delete('date');
    values.delete('time');
  },
  live: {
    date: (row, router) => shown(row, router)[0],
    time: (row, router) => shown(row, router)[1],
    'gmt-offset': (row, router) => offsetAt(zoneOf(row), router.time),
    'dst-active': (row, router) => String(isSummer(zoneOf(row), router.time)),
  },
};
