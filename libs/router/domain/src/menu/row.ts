import type { Attributes } from '@ferrule/router-contracts';
import type { MenuFacts } from './menu-facts.ts';
import { canonical } from './value.ts';

export const sameValue = (
  { args }: MenuFacts,
  name: string,
  left: string | undefined,
  right: string | undefined,
): boolean =>
  left === right || canonical(args.get(name), left) === canonical(args.get(name), right);

/** What the router made by itself is nobody's, and stands nowhere. */
export const isStatic = (row: Attributes): boolean => row['dynamic'] !== 'true';

const keys = new WeakMap<Attributes, string>();

/** The same for two images of the same row. */
export const keyOf = (menu: MenuFacts, image: Attributes): string => {
  let key = keys.get(image);
  if (key === undefined) {
    key = menu.key.map((name) => canonical(menu.args.get(name), image[name])).join('\0');
    keys.set(image, key);
  }
  return key;
};

const pick = (image: Attributes, names: Iterable<string>): Attributes => {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = image[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
};

const isUsual = ({ args }: MenuFacts, name: string, value: string | undefined): boolean =>
  canonical(args.get(name), value) === canonical(args.get(name), undefined);

/** The part of an image by which its row is found, and by which it is known whose it is. */
export const identity = (menu: MenuFacts, image: Attributes): Attributes =>
  pick(image, menu.args.has('comment') ? new Set([...menu.key, 'comment']) : menu.key);

/** Where a row stands is said by the row that follows: by its key alone, without what is usual. */
export const anchorOf = (menu: MenuFacts, image: Attributes): Attributes =>
  pick(
    image,
    menu.key.filter((name) => !isUsual(menu, name, image[name])),
  );

/** Everything that would have to be written to have the row again. */
export const wholeImage = (menu: MenuFacts, row: Attributes): Attributes =>
  pick(
    row,
    [...menu.args.keys()].filter(
      (name) => menu.key.includes(name) || !isUsual(menu, name, row[name]),
    ),
  );

/** Those of the values that are not the same. */
export const differences = (
  menu: MenuFacts,
  row: Attributes,
  image: Attributes,
  names: Iterable<string>,
): readonly string[] => [...names].filter((name) => !sameValue(menu, name, row[name], image[name]));

/** Names that a whole image speaks of: what the router finds by itself only if it says so. */
export const namesOfWhole = (menu: MenuFacts, image: Attributes): readonly string[] => {
  const names = new Set(Object.keys(image));
  for (const [name, { filled }] of menu.args) if (!filled) names.add(name);
  return [...names];
};

/** For people: `name=vlan150`. */
export const rowName = (menu: MenuFacts, image: Attributes): string =>
  menu.key
    .filter((name) => name !== 'comment' && menu.args.get(name)?.secret !== true)
    .filter((name) => image[name] !== undefined && !isUsual(menu, name, image[name]))
    .map((name) => `${name}=${image[name] ?? ''}`)
    .join(' ');
