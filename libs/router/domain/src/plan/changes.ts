import type { Attributes, Change } from '@ferrule/router-contracts';
import type { MenuFacts } from '../menu/menu-facts.ts';
import { identity, namesOfWhole, sameValue, wholeImage } from '../menu/row.ts';
import type { Match, Matching } from './match.ts';

/** A change of a plan, with the rows that it is about. */
export interface Drafted {
  readonly menu: MenuFacts;
  readonly change: Change;
  readonly match: Match | null;
  /** As it reads before the change; null where there is none. */
  readonly row: Attributes | null;
}

export interface Drafts {
  readonly deactivation: readonly Drafted[];
  /** In the order of what is wanted, with rows that may only have to be moved. */
  readonly wanted: readonly Drafted[];
  readonly removal: readonly Drafted[];
  readonly activation: readonly Drafted[];
}

const namesAtStake = ({ resource, menu, row }: Match): readonly string[] => {
  const { attributes, gate } = resource;
  // Of what is not ours as a whole only what is wanted is touched.
  const names = menu.kind === 'list' ? namesOfWhole(menu, attributes) : Object.keys(attributes);
  return names.filter(
    (name) =>
      // Whether a gate is open is the business of the first stage and of the last.
      (gate !== true || name !== 'disabled' || attributes['disabled'] === 'true') &&
      !sameValue(menu, name, row?.[name], attributes[name]),
  );
};

const partOf = (image: Attributes, names: readonly string[]): Attributes =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = image[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

const becoming = (match: Match, row: Attributes): Drafted => {
  const { resource, menu } = match;
  const { path, attributes, critical } = resource;
  const names = namesAtStake(match);
  // What tells whose a row is stays in the image, even of a menu whose rows have no owner.
  const image = (of: Attributes) => ({ ...identity(menu, of), ...partOf(of, names) });
  return {
    menu,
    match,
    row,
    change: { path, before: image(row), after: image(attributes), critical },
  };
};

const making = (match: Match): Drafted => {
  const { path, attributes, critical, gate } = match.resource;
  const after = gate === true ? { ...attributes, disabled: 'true' } : attributes;
  return { menu: match.menu, match, row: null, change: { path, before: null, after, critical } };
};

const switched = (
  menu: MenuFacts,
  image: Attributes,
  disabled: 'true' | 'false',
  critical: boolean,
): Drafted => {
  const who = identity(menu, image);
  const before = { ...who, disabled: disabled === 'true' ? 'false' : 'true' };
  return {
    menu,
    match: null,
    row: image,
    change: { path: menu.path, before, after: { ...who, disabled }, critical },
  };
};

const isOn = (menu: MenuFacts, row: Attributes): boolean =>
  menu.args.has('disabled') && sameValue(menu, 'disabled', row['disabled'], 'false');

/**
 * Behind an interface lies everything else: it goes down first. A VRF brings one and is none: without
 * it, what still comes in would be routed with everybody else's.
 */
const isGate = ({ path, provides }: MenuFacts): boolean =>
  path.startsWith('/interface/') && provides?.spaces.includes('/interface') === true;

/** Everything that has to change, and rows of ordered menus even when only their place might. */
export const draftChanges = ({ matches, strays }: Matching): Drafts => {
  const gatesOn = strays.filter(({ menu, row }) => isGate(menu) && isOn(menu, row));
  return {
    deactivation: gatesOn.map(({ menu, row }) => switched(menu, row, 'true', true)),
    wanted: matches.map((match) =>
      match.row === null ? making(match) : becoming(match, match.row),
    ),
    removal: strays.map(({ menu, row }) => {
      const image = wholeImage(menu, row);
      const before = isGate(menu) && isOn(menu, row) ? { ...image, disabled: 'true' } : image;
      const change = { path: menu.path, before, after: null, critical: true };
      return { menu, match: null, row, change };
    }),
    activation: matches.flatMap(({ resource, menu, row }) =>
      resource.gate === true &&
      resource.attributes['disabled'] !== 'true' &&
      (row === null || !isOn(menu, row))
        ? [switched(menu, resource.attributes, 'false', resource.critical)]
        : [],
    ),
  };
};

export const isNothing = ({ menu, change: { before, after, moved } }: Drafted): boolean =>
  moved === undefined &&
  before !== null &&
  after !== null &&
  [...new Set([...Object.keys(before), ...Object.keys(after)])].every((name) =>
    sameValue(menu, name, before[name], after[name]),
  );
