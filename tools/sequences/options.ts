import { parseArgs } from 'node:util';
import { wholeNumber } from '../command-line.ts';

export interface Options {
  readonly runs: number;
  readonly seed: number;
  /** How many sequences are played side by side, each in a pool of its own. */
  readonly lanes: number;
  /** After so many sequences a process of the service is killed; 0 for never. */
  readonly killEvery: number;
  readonly build: boolean;
}

const MOST_RUNS = 100_000;

export const readOptions = (args: readonly string[], seed: number): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(seed) },
      lanes: { type: 'string', default: '8' },
      'kill-every': { type: 'string', default: '40' },
      'no-build': { type: 'boolean', default: false },
    },
  });
  const number = (name: 'runs' | 'seed' | 'lanes' | 'kill-every', least: number, most: number) =>
    wholeNumber(name, values[name], least, most);
  return {
    runs: number('runs', 1, MOST_RUNS),
    seed: number('seed', 0, 2 ** 31 - 1 - MOST_RUNS),
    lanes: number('lanes', 1, 32),
    killEvery: number('kill-every', 0, MOST_RUNS),
    build: !values['no-build'],
  };
};
