import type { ArgumentFacts } from './menu-facts.ts';

const units: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

/** `1d2h`, `1d 02:00:00`, `90`: in milliseconds, as text; words such as `auto` stay what they are. */
const duration = (text: string): string => {
  if (/^\d+$/u.test(text)) return String(Number(text) * 1000);
  const [, days = '', clock = ''] =
    /^((?:\d+(?:ms|[wdhms]))*)\s*(\d+:\d{1,2}(?::\d{1,2})?)?$/u.exec(text) ?? [];
  if (days === '' && clock === '') return text;
  let sum = 0;
  for (const [, count, unit = ''] of days.matchAll(/(\d+)(ms|[wdhms])/gu))
    sum += Number(count) * (units[unit] ?? 0);
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return String(sum + ((hours * 60 + minutes) * 60 + seconds) * 1000);
};

const flag = (text: string): string =>
  text === 'yes' ? 'true' : text === 'no' || text === '' ? 'false' : text;

/** An address alone is the network of that one address. */
const host = (text: string): string =>
  text.endsWith('/32') || text.endsWith('/128') ? text.slice(0, text.lastIndexOf('/')) : text;

const set = (text: string): string => [...new Set(text.split(',').map(host))].sort().join(',');

/** The same text for values that mean the same; what is absent means its default. */
export const canonical = (facts: ArgumentFacts | undefined, value: string | undefined): string => {
  const kind = facts?.kind ?? 'text';
  if (kind === 'presence')
    return value === undefined || flag(value === '' ? 'yes' : value) === 'false' ? '' : 'true';
  const text = value ?? facts?.default ?? '';
  switch (kind) {
    case 'flag':
      return flag(text);
    case 'duration':
      return duration(text);
    case 'set':
      return set(text);
    case 'text':
      return host(text);
  }
};
