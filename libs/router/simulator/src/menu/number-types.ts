import { invalidValue, outOfRange } from './trap.ts';
import type { ValueType } from './value-type.ts';

export type Range = readonly [min: number, max: number];

const asNumber = (text: string, argument: string) => {
  if (!/^-?(?:\d+|0x[0-9a-f]+)$/iu.test(text)) throw invalidValue(argument);
  return Number(text);
};

const within = (value: number, [min, max]: Range, argument: string) => {
  if (value < min || value > max) throw outOfRange(argument, `${min}..${max}`);
  return value;
};

export const uint32: Range = [0, 4_294_967_295];

export const int = (range: Range = uint32): ValueType => ({
  shape: 'number',
  range,
  parse: (text, argument) => String(within(asNumber(text, argument), range, argument)),
});

/** `80,443,8000-8100`, or one of them only when `single`. */
export const intRanges = (range: Range, single = false): ValueType => ({
  shape: 'numbers',
  range,
  parse(text, argument) {
    const parts = text.split(',');
    if (single && parts.length > 1) throw invalidValue(argument);
    return parts
      .map((part) => {
        const dash = part.indexOf('-', 1);
        if (dash < 0) return String(within(asNumber(part, argument), range, argument));
        const from = within(asNumber(part.slice(0, dash), argument), range, argument);
        const to = within(asNumber(part.slice(dash + 1), argument), range, argument);
        if (to < from) throw invalidValue(argument);
        return from === to ? String(from) : `${from}-${to}`;
      })
      .join(',');
  },
});

const units = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;

/** Milliseconds; undefined when it is no duration. `30`, `10m`, `1d2h`, `1d 02:00:00`, `00:10:00`, `4s70ms`. */
export const readDuration = (text: string): number | undefined => {
  if (text === '') return undefined;
  const clock =
    /^(?:(?:(\d+)w)?(?:(\d+)d)?\s*)(\d+):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3}))?)?$/u.exec(text);
  if (clock !== null) {
    const [, w, d, h, m, s, ms] = clock;
    return (
      Number(w ?? 0) * units.w +
      Number(d ?? 0) * units.d +
      Number(h) * units.h +
      Number(m) * units.m +
      Number(s ?? 0) * units.s +
      Number((ms ?? '').padEnd(3, '0'))
    );
  }
  const words =
    /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:\.(\d{1,3}))?(?:s|$))?(?:(\d+)ms)?$/u.exec(
      text,
    );
  if (words === null) return undefined;
  const [, w, d, h, m, s, fraction, ms] = words;
  return (
    Number(w ?? 0) * units.w +
    Number(d ?? 0) * units.d +
    Number(h ?? 0) * units.h +
    Number(m ?? 0) * units.m +
    Number(s ?? 0) * units.s +
    Number((fraction ?? '').padEnd(3, '0')) +
    Number(ms ?? 0)
  );
};

/** `1d`, `24m26s`, `4s70ms`, `0s`. */
export const writeDuration = (milliseconds: number): string => {
  let rest = milliseconds;
  let text = '';
  for (const [unit, size] of Object.entries(units)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  if (rest > 0) text += `${rest}ms`;
  return text === '' ? '0s' : text;
};

/** `range` is in seconds. */
export const duration = (range?: Range): ValueType => ({
  shape: 'duration',
  ...(range && { range }),
  parse(text, argument) {
    const value = readDuration(text);
    if (value === undefined) throw invalidValue(argument);
    if (range !== undefined && (value < range[0] * 1000 || value > range[1] * 1000))
      throw outOfRange(
        argument,
        `${writeDuration(range[0] * 1000)}..${writeDuration(range[1] * 1000)}`,
      );
    return writeDuration(value);
  },
});
