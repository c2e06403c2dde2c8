import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Only the rows whose name starts with one of these; none means all. */
  readonly names: readonly string[];
  /** Small and short: proves that the bench works, and says nothing about speed. */
  readonly quick: boolean;
  /** A row that falls short ends the run with exit code 1. */
  readonly strict: boolean;
  /** Takes the JSON lines in place of the standard output. */
  readonly json: string | undefined;
  readonly build: boolean;
}

export const readOptions = (args: readonly string[], known: readonly string[]): BenchOptions => {
  const { values, positionals: names } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      json: { type: 'string' },
      'no-build': { type: 'boolean', default: false },
    },
  });
  const unknown = names.filter((name) => !known.some((row) => row.startsWith(name)));
  if (unknown.length > 0)
    throw new TypeError(`no such row: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  const { quick, strict, json } = values;
  return { names, quick, strict, json, build: !values['no-build'] };
};
