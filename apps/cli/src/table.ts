import { printable, type Colour, type Terminal } from './terminal.ts';

export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly colour?: (row: Row) => Colour | undefined;
  /** As narrow as it may become; without it, it keeps its width. */
  readonly least?: number;
  /** Which end survives when it is cut: of a time that is the last one. */
  readonly keeps?: 'end';
  /** Numbers below each other are compared by their last digits. */
  readonly align?: 'right';
}

const GAP = '  ';

const cut = (text: string, width: number, keeps?: 'end'): string => {
  const characters = Array.from(text);
  if (characters.length <= width) return text;
  return keeps === 'end'
    ? `…${characters.slice(characters.length - width + 1).join('')}`
    : `${characters.slice(0, width - 1).join('')}…`;
};

const lengthOf = (text: string): number => Array.from(text).length;

/** Takes from the column that has most to give until the line fits. */
const narrowed = <Row>(
  columns: readonly Column<Row>[],
  wanted: readonly number[],
  width: number | undefined,
): number[] => {
  const widths = [...wanted];
  if (width === undefined) return widths;
  const room = width - GAP.length * (columns.length - 1);
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const spare = widths.map((has, index) => has - (columns[index]?.least ?? has));
    const most = Math.max(...spare);
    if (most <= 0) break;
    const victim = spare.indexOf(most);
    widths[victim] = (widths[victim] ?? 0) - 1;
  }
  return widths;
};

/** Lines that fit the terminal; where nobody looks, nothing is cut. */
export class Table<Row> {
  readonly #columns: readonly Column<Row>[];
  readonly #terminal: Terminal;
  #widths: number[] | undefined;

  constructor(terminal: Terminal, columns: readonly Column<Row>[]) {
    this.#terminal = terminal;
    this.#columns = columns;
  }

  /** Rows that come later stand in the columns that the first ones made. */
  print(rows: readonly Row[]): void {
    if (this.#widths === undefined && rows.length > 0) {
      this.#widths = this.#measure(rows);
      this.#line(
        this.#columns.map(({ title }) => title),
        () => 'bold',
      );
    }
    for (const row of rows)
      this.#line(
        this.#columns.map(({ text }) => printable(text(row))),
        (index) => this.#columns[index]?.colour?.(row),
      );
  }

  #measure(rows: readonly Row[]): number[] {
    const wanted = this.#columns.map(({ title, text }) =>
      Math.max(lengthOf(title), ...rows.map((row) => lengthOf(text(row)))),
    );
    return narrowed(this.#columns, wanted, this.#terminal.width);
  }

  #line(cells: readonly string[], colourOf: (index: number) => Colour | undefined): void {
    const isBound = this.#terminal.width !== undefined;
    const last = cells.length - 1;
    const line = cells.map((cell, index) => {
      const width = this.#widths?.[index] ?? 0;
      const shown = isBound ? cut(cell, width, this.#columns[index]?.keeps) : cell;
      const colour = colourOf(index);
      const painted = colour === undefined ? shown : this.#terminal.paint(colour, shown);
      // Painting adds characters that take no room, so the room is added beside it.
      const room = ' '.repeat(Math.max(0, width - lengthOf(shown)));
      if (this.#columns[index]?.align === 'right') return room + painted;
      return index === last ? painted : painted + room;
    });
    this.#terminal.print(line.join(GAP).trimEnd());
  }
}

/** Facts below each other, their values aligned. */
export const printFacts = (
  terminal: Terminal,
  facts: readonly (readonly [name: string, value: string | number | null | undefined])[],
): void => {
  const known = facts.filter(([, value]) => value !== null && value !== undefined);
  const width = Math.max(0, ...known.map(([name]) => name.length));
  for (const [name, value] of known)
    terminal.print(`  ${terminal.paint('dim', name.padEnd(width))}  ${printable(String(value))}`);
};

/** A line of a list that is no table: cut where the terminal ends. */
export const clip = (terminal: Terminal, line: string): string =>
  terminal.width === undefined ? printable(line) : cut(printable(line), terminal.width);

/** `2026-11-20 11:26:59.135`: UTC, as every service writes it. */
export const time = (iso: string | null): string =>
  iso === null ? '' : iso.replace('T', ' ').replace(/Z$/u, '');
