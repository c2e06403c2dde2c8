/** Less than the bus takes in one message, however long the texts are that people write. */
const MOST_BYTES = 600_000;
const MOST = 1_000;

export const limited = (limit: number, most = MOST): number =>
  Math.min(Math.max(1, Math.trunc(limit)), most);

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Ask again with it; null when this was the last page. */
  readonly next: string | null;
}

/** As many of the rows as fit into an answer; there are more when it holds as many as were asked for. */
export const pageOf = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  keyOf: (row: Row) => string,
): Page<Item> => {
  const items: Item[] = [];
  let bytes = 0;
  for (const [at, row] of rows.entries()) {
    const item = itemOf(row);
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = rows[at - 1];
    if (bytes > MOST_BYTES && last !== undefined) return { items, next: keyOf(last) };
    items.push(item);
  }
  const last = rows.at(-1);
  return { items, next: rows.length === limit && last !== undefined ? keyOf(last) : null };
};
