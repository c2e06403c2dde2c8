import { parseArgs } from 'node:util';
import { wholeNumber } from '../command-line.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly seeds: number;
  /** After so many minutes no further seed is begun. */
  readonly minutes: number;
  readonly build: boolean;
}

export const USAGE = `Breaks a whole stack at random, and looks whether the books are balanced afterwards.

  npm run chaos -- --seed 17             one seed: what is asked for and what goes wrong
  npm run chaos -- --seed 1 --seeds 200  so many, one after the other
  npm run chaos -- --minutes 10          no further seed after so many minutes
  npm run chaos -- --no-build            what was built before

Ends with 1 when something disagrees; the account says which seed, what, and where the logs are.
`;

export const readOptions = (args: readonly string[], now: number): ChaosOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '120' },
      'no-build': { type: 'boolean', default: false },
    },
  });
  return {
    seed:
      values.seed === undefined ? now % 1_000_000 : wholeNumber('seed', values.seed, 0, 2 ** 31),
    seeds: wholeNumber('seeds', values.seeds, 1, 10_000),
    minutes: wholeNumber('minutes', values.minutes, 1, 24 * 60),
    build: !values['no-build'],
  };
};
