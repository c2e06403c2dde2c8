/** A row as `print` shows it: names for references, `true` or `yes` for a claim, nothing for what is unset. */
export type TableRow = Readonly<Record<string, string>>;

/** All that traffic asks of a router; the simulator answers it, and so does what was printed on a real one. */
export interface RouterTables {
  /** The rows of a menu in their order, each with its `.id`; none of a menu that the router lacks. */
  rows(path: string): readonly TableRow[];
}

/** Where a decision was made. */
export type RowRef = { readonly menu: string; readonly id: string; readonly comment: string };

/** The question is beyond what is modelled; an answer would be a guess. */
export class CannotJudge extends Error {
  override readonly name = 'CannotJudge';
}

export const isTrue = (value: string | undefined) => value === 'true' || value === 'yes';

/** A presence flag reads as an empty string. */
export const isPresent = (value: string | undefined) =>
  value !== undefined && value !== 'false' && value !== 'no';

export const isEnabled = (row: TableRow) => !isTrue(row['disabled']);

export const wordsOf = (text: string | undefined): readonly string[] =>
  (text ?? '').split(',').filter((word) => word !== '');

export const refOf = (menu: string, row: TableRow): RowRef => ({
  menu,
  id: row['.id'] ?? '',
  comment: row['comment'] ?? '',
});

export const nameOf = ({ menu, id, comment }: RowRef) =>
  [menu, id, comment === '' ? '' : `(${comment})`].filter((part) => part !== '').join(' ');
