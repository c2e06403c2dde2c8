import { recordsOf } from './records.ts';

export interface SheetLine {
  /** Where it began in the file, for whoever has to mend it. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

/** RFC 4180: a cell in quotes may hold commas, line ends and doubled quotes. */
const cellsOf = (text: string, start: number): readonly string[] => {
  const cells: string[] = [];
  let line = start;
  for (const [whole, quoted, plain = '', end = ''] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)|[^]/gu,
  )) {
    if (quoted === undefined && plain === '' && end === '' && whole !== '')
      throw new SyntaxError(`line ${line}: a quote stands where none may be`);
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    line += whole.split('\n').length - 1;
    if (end !== ',') return cells;
  }
  return cells;
};

/** Lines by the columns that the first one names; what is empty is absent. */
export const readCsv = async function* (chunks: AsyncIterable<string>): AsyncGenerator<SheetLine> {
  let columns: readonly string[] | undefined;
  for await (const { line, text } of recordsOf(chunks, { quotes: true })) {
    const cells = cellsOf(text, line);
    if (cells.every((cell) => cell === '')) continue;
    if (columns === undefined) {
      columns = cells.map((cell) => cell.trim());
      continue;
    }
    const names = columns;
    if (cells.length > names.length)
      throw new SyntaxError(`line ${line}: ${cells.length} cells, but ${names.length} columns`);
    const named = cells.map((cell, index) => [names[index] ?? '', cell.trim()] as const);
    yield { line, values: Object.fromEntries(named.filter(([, cell]) => cell !== '')) };
  }
};

/** One JSON object a line, its fields named as the columns of a sheet are. */
export const readNdjson = async function* (
  chunks: AsyncIterable<string>,
): AsyncGenerator<SheetLine> {
  for await (const { line, text } of recordsOf(chunks, { quotes: false })) {
    if (text.trim() === '') continue;
    yield { line, values: objectOf(text, line) };
  }
};

const objectOf = (text: string, line: number): Readonly<Record<string, string>> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyntaxError(`line ${line}: it is no JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SyntaxError(`line ${line}: it is no JSON object`);
  for (const [name, one] of Object.entries(value))
    if (typeof one !== 'string') throw new SyntaxError(`line ${line}: ${name} is no text`);
  return value as Readonly<Record<string, string>>;
};
