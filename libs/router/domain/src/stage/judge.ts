import type { Attributes, Change } from '@ferrule/router-contracts';
import { hasOwners, type MenuFacts } from '../menu/menu-facts.ts';
import { differences, keyOf, namesOfWhole, sameValue } from '../menu/row.ts';

export type Verdict =
  | { readonly is: 'already'; readonly row: Attributes | null }
  /** To be done, to this row; null: it has to be made. */
  | { readonly is: 'before'; readonly row: Attributes | null }
  /** Neither: null where the row is gone. */
  | {
      readonly is: 'other';
      readonly found: { readonly row: Attributes; readonly names: readonly string[] } | null;
    };

/** The values that count: of a row that comes or goes all of them, of another those at stake. */
const namesAtStake = (menu: MenuFacts, { before, after }: Change): readonly string[] => {
  if (before !== null && after !== null)
    return [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return namesOfWhole(menu, after ?? before ?? {});
};

const candidates = (
  menu: MenuFacts,
  images: readonly Attributes[],
  rows: readonly Attributes[],
) => {
  if (menu.kind === 'singleton') return rows;
  const keys = new Set(images.map((image) => keyOf(menu, image)));
  return rows.filter((row) => keys.has(keyOf(menu, row)));
};

/** Compares what is there with both images; `rows` are those that nothing else of the stage is about. */
export const judge = (menu: MenuFacts, change: Change, rows: readonly Attributes[]): Verdict => {
  const { before, after } = change;
  const names = namesAtStake(menu, change);
  const similar = candidates(
    menu,
    [before, after].filter((image) => image !== null),
    rows,
  );
  const reads = (image: Attributes) =>
    similar.find((row) => differences(menu, row, image, names).length === 0);
  const isAfter = after === null ? undefined : reads(after);
  if (isAfter !== undefined) return { is: 'already', row: isAfter };
  const isBefore = before === null ? undefined : reads(before);
  if (isBefore !== undefined) return { is: 'before', row: isBefore };
  const stranger =
    after === null && hasOwners(menu)
      ? // Where the row of ours was, somebody else may have put another by now.
        similar.find((row) => sameValue(menu, 'comment', row['comment'], before?.['comment']))
      : similar[0];
  if (stranger !== undefined) {
    const image = before ?? after ?? {};
    return {
      is: 'other',
      found: { row: stranger, names: differences(menu, stranger, image, names) },
    };
  }
  if (after === null) return { is: 'already', row: null };
  return before === null ? { is: 'before', row: null } : { is: 'other', found: null };
};
