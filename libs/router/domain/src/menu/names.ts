import type { Attributes } from '@ferrule/router-contracts';
import { menuFacts } from './menus.ts';

/** Names as they are unique over all menus. */
const inSpace = (space: string, name: string): string => `${space} ${name}`;

/** The names by which others refer to the row. */
export const providedNames = (path: string, image: Attributes): readonly string[] => {
  const { provides } = menuFacts(path);
  const name = provides && image[provides.by];
  return provides === undefined || name === undefined
    ? []
    : provides.spaces.map((space) => inSpace(space, name));
};

/** The names that the row refers to, in each space that they may belong to. */
export const referredNames = (path: string, image: Attributes): readonly string[] => {
  const names: string[] = [];
  const { args } = menuFacts(path);
  for (const [argument, value] of Object.entries(image)) {
    const refersTo = args.get(argument)?.refersTo ?? [];
    if (refersTo.length === 0) continue;
    // `!name`, `name,name`, and the gateway `address%interface@table`.
    for (const name of value.split(/[!,%@]/u))
      if (name !== '') names.push(...refersTo.map((space) => inSpace(space, name)));
  }
  return names;
};

/** The row as it reads when others are called differently: references follow a name by themselves. */
export const withRenamed = (
  path: string,
  row: Attributes,
  renamed: ReadonlyMap<string, string>,
): Attributes => {
  const read: Record<string, string> = { ...row };
  for (const [argument, { refersTo }] of menuFacts(path).args) {
    const value = row[argument];
    if (value === undefined || refersTo.length === 0) continue;
    read[argument] = value.replaceAll(
      /[^!,%@]+/gu,
      (name) =>
        refersTo
          .map((space) => renamed.get(inSpace(space, name)))
          .find((found) => found !== undefined) ?? name,
    );
  }
  return read;
};
