export interface CsvLine {
  /** Where it began in the file, for whoever has to mend it. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** RFC 4180: a cell in quotes may hold commas, line ends and doubled quotes. */
const rowsOf = function* (text: string): Generator<Row> {
  let [line, start] = [1, 1];
  let cells: string[] = [];
  for (const [whole, quoted, plain = '', end = ''] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)|[^]/gu,
  )) {
    if (quoted === undefined && plain === '' && end === '' && whole !== '')
      throw new SyntaxError(`line ${line}: a quote stands where none may be`);
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    if (cells.some((cell) => cell !== '')) yield { line: start, cells };
    cells = [];
    start = line;
  }
};

/** Lines by the columns that the first one names; what is empty is absent. */
export const readCsv = function* (text: string): Generator<CsvLine> {
  let columns: readonly string[] | undefined;
  for (const { line, cells } of rowsOf(text.replace(/^\uFEFF/u, ''))) {
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
