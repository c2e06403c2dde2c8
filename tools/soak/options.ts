import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly minutes: number;
  /** Orders a second, over both doors. */
  readonly rate: number;
  readonly build: boolean;
}

export const USAGE = `Keeps a mixed load on a whole stack, and judges errors, latency and memory.

  npm run soak -- --minutes 10 --rate 4

Ends with 1 when an order failed, or when the memory of a process is not flat.
`;

const number = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new TypeError(`--${name} must be a number above 0 and up to ${most}, not ${text}`);
};

export const readOptions = (args: readonly string[]): SoakOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '10' },
      rate: { type: 'string', default: '4' },
      'no-build': { type: 'boolean', default: false },
    },
  });
  return {
    minutes: number('minutes', values.minutes, 24 * 60),
    rate: number('rate', values.rate, 1_000),
    build: !values['no-build'],
  };
};
