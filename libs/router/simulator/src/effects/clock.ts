import { noMatch } from '../menu/trap.ts';
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
const zoneOf = (row: Row): string => {
  const name = row.table.stored(row, 'time-zone-name') ?? 'manual';
  return name === 'manual' || !isZone(name) ? 'UTC' : name;
};

/** `2026-11-20 14:03:59`, which Swedes write as routers do. */
const shown = (row: Row, { time }: Router): readonly string[] =>
  time
    .toLocaleString('sv-SE', { timeZone: zoneOf(row), dateStyle: 'short', timeStyle: 'medium' })
    .split(' ');

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

export const clockEffect: Effect = {
  prepare({ values, written }) {
    const zone = values.get('time-zone-name');
    if (!written.has('time-zone-name') || zone === undefined || zone === 'manual') return;
    if (!isZone(zone)) throw noMatch('time-zone-name');
  },
  live: {
    date: (row, router) => shown(row, router)[0],
    time: (row, router) => shown(row, router)[1],
    'gmt-offset': (row, router) => offsetAt(zoneOf(row), router.time),
    'dst-active': (row, router) => String(isSummer(zoneOf(row), router.time)),
  },
};
