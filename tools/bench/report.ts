import type { Compared } from './rounds.ts';

export type Verdict = 'ok' | 'falls short' | 'informative';

/** One line of the table. `required` is a ratio, or a bound on our own figure. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly reference?: number;
  /** What the reference is, in a few words. */
  readonly against?: string;
  readonly ratio?: number;
  readonly required?: Required;
  readonly rounds?: Compared['rounds'];
  readonly detail?: Readonly<Record<string, number | string>>;
}

export interface Required {
  readonly of: 'ratio' | 'ours';
  readonly atLeast?: number;
  readonly below?: number;
}

export const verdict = ({ required, ratio, ours }: Row): Verdict => {
  if (required === undefined) return 'informative';
  const figure = required.of === 'ratio' ? (ratio ?? NaN) : ours;
  const enough = required.atLeast === undefined || figure >= required.atLeast;
  const little = required.below === undefined || figure < required.below;
  return enough && little && !Number.isNaN(figure) ? 'ok' : 'falls short';
};

const figure = (value: number | undefined): string => {
  if (value === undefined) return '';
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(value >= 10 ? 1 : 2);
};

/** For whoever watches it run. */
export const brief = ({ unit, ours, reference }: Row): string =>
  `${figure(ours)} ${unit}${reference === undefined ? '' : ` to ${figure(reference)}`}`;

const demand = (required: Required | undefined): string => {
  if (required === undefined) return '';
  const bound =
    required.atLeast === undefined
      ? `< ${figure(required.below)}`
      : `>= ${figure(required.atLeast)}`;
  return required.of === 'ratio' ? `${bound} x` : bound;
};

type Cell = readonly [text: string, width: number, align: 'left' | 'right'];

const line = (cells: readonly Cell[]): string =>
  cells
    .map(([text, width, align]) => (align === 'left' ? text.padEnd(width) : text.padStart(width)))
    .join('  ')
    .trimEnd();

const cells = (...[name, unit, ours, reference, ratio, required, says]: string[]): Cell[] => [
  [name ?? '', 27, 'left'],
  [unit ?? '', 9, 'left'],
  [ours ?? '', 9, 'right'],
  [reference ?? '', 9, 'right'],
  [ratio ?? '', 6, 'right'],
  [required ?? '', 10, 'right'],
  [says ?? '', 11, 'left'],
];

/** No line is wider than 100 columns. */
export const table = (rows: readonly Row[]): string =>
  [
    line(cells('row', 'unit', 'ours', 'reference', 'ratio', 'required', 'verdict')),
    '-'.repeat(93),
    ...rows.flatMap((row) => [
      line(
        cells(
          row.name,
          row.unit,
          figure(row.ours),
          figure(row.reference),
          figure(row.ratio),
          demand(row.required),
          verdict(row),
        ),
      ),
      ...(row.against === undefined ? [] : [`  against ${row.against}`]),
      ...(row.detail === undefined ? [] : describe(row.detail)),
    ]),
  ].join('\n');

const WIDTH = 100;

/** As many to a line as fit; what is longer than a line by itself is cut, and whole in the JSON. */
const describe = (detail: NonNullable<Row['detail']>): readonly string[] => {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(detail)) {
    const text = `${name} ${typeof value === 'number' ? figure(value) : value}`;
    const last = lines.at(-1);
    if (last === undefined || last.length + text.length + 2 > WIDTH - 1)
      lines.push(`  ${text}`.slice(0, WIDTH - 1));
    else lines[lines.length - 1] = `${last}, ${text}`;
  }
  return lines;
};

/** For machines: every figure unrounded, one object per line, beside where it was measured. */
export const jsonLine = (row: Row, run: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ ...row, verdict: verdict(row), ...run });
