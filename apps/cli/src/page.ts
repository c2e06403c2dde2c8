/** Pages of a list until there are `limit` items or no more. */
export const collect = async <Item, Cursor>(
  limit: number,
  pageSize: number,
  read: (
    cursor: Cursor | undefined,
    limit: number,
  ) => Promise<{ readonly items: readonly Item[]; readonly next: Cursor | null }>,
): Promise<{ readonly items: readonly Item[]; readonly next: Cursor | null }> => {
  const items: Item[] = [];
  let cursor: Cursor | undefined;
  for (;;) {
    const page = await read(cursor, Math.min(pageSize, limit - items.length));
    items.push(...page.items);
    if (page.next === null || items.length >= limit) return { items, next: page.next };
    cursor = page.next;
  }
};
