import type { Append, Row, RowChange } from './append.ts';
import type { Queryable } from './queryable.ts';

interface Kind {
  readonly place: number;
  readonly change: RowChange;
  readonly columns: readonly string[];
  readonly rows: Row[];
}

/**
 * Changes of the read model, in the order in which the function `append` makes them: alike ones of
 * different appends together, those of one append one after another.
 */
const kindsOf = (appends: readonly Append[]): readonly Kind[] => {
  const kinds = new Map<string, Kind>();
  for (const { rows = [] } of appends)
    for (const [place, change] of rows.entries()) {
      const columns = Object.keys(change.row);
      const id = JSON.stringify([place, change.table, change.op, keyOf(change), columns]);
      const kind = kinds.get(id);
      if (kind === undefined) kinds.set(id, { place, change, columns, rows: [change.row] });
      else kind.rows.push(change.row);
    }
  return [...kinds.values()].sort((a, b) => a.place - b.place);
};

const keyOf = (change: RowChange): readonly string[] => (change.op === 'insert' ? [] : change.key);

/**
 * For a transaction in which all of the appends are written, or none: nobody has to be left out, and
 * the server reads each row once.
 */
export const writeRows = async (db: Queryable, appends: readonly Append[]): Promise<void> => {
  const kinds = kindsOf(appends);
  if (kinds.length === 0) return;
  await db.query({
    name: 'event-store-rows',
    text: `select write_rows(c.relation, c.op, array(select json_array_elements_text(c.key)),
             array(select json_array_elements_text(c.columns)), c.rows)
           from unnest($1::text[], $2::text[], $3::json[], $4::json[], $5::json[])
             c(relation, op, key, columns, rows)`,
    values: [
      kinds.map(({ change }) => change.table),
      kinds.map(({ change }) => change.op),
      kinds.map(({ change }) => JSON.stringify(keyOf(change))),
      kinds.map(({ columns }) => JSON.stringify(columns)),
      kinds.map(({ rows }) => JSON.stringify(rows)),
    ],
  });
};
