import type { CompiledMenu } from '../menu/catalogue.ts';
import { effectsOf } from '../router.ts';
import type { Router } from '../router.ts';
import { writeId } from './row.ts';
import type { Row } from './row.ts';

export type Pair = readonly [name: string, value: string];

type Live = (row: Row, router: Router) => string | undefined;

const livesOfMenus = new WeakMap<CompiledMenu, ReadonlyMap<string, Live>>();

/** Properties that effects work out when they are read. */
const livesOf = (menu: CompiledMenu): ReadonlyMap<string, Live> => {
  let lives = livesOfMenus.get(menu);
  if (lives === undefined) {
    lives = new Map(effectsOf(menu).flatMap(({ live }) => Object.entries(live ?? {})));
    livesOfMenus.set(menu, lives);
  }
  return lives;
};

export const isLive = (menu: CompiledMenu, name: string) => livesOf(menu).has(name);

/** What is the same for all rows of a menu under a name. `menu` is `/interface` or the rows' own. */
const factsOf = (menu: CompiledMenu, own: CompiledMenu, name: string) => {
  const declared = menu.args.get(name);
  return {
    property: declared === undefined ? menu.properties.get(name) : undefined,
    argument: own.args.get(name) ?? declared,
    isShown: declared !== undefined || menu.properties.has(name),
    live: livesOf(own).get(name),
  };
};

/** What `print` shows under the name; undefined where it shows nothing. `menu` is `/interface` or the row's own. */
export const read = (
  row: Row,
  name: string,
  router: Router,
  menu: CompiledMenu = row.table.menu,
  facts = factsOf(menu, row.table.menu, name),
): string | undefined => {
  if (name === '.id') return menu.kind === 'singleton' ? undefined : writeId(row.id);
  const own = row.table.menu;
  const { property, argument, isShown } = facts;
  if (!isShown) return undefined;
  if (name === 'dynamic' && row.dynamic) return 'true';
  if (argument?.secret === true) return undefined;
  const live = facts.live?.(row, router);
  if (live !== undefined) return property?.onlyTrue === true && live !== 'true' ? undefined : live;
  const stored = row.values.get(name);
  if (stored !== undefined) {
    if (property?.onlyTrue === true && stored !== 'true') return undefined;
    return argument?.type.format === undefined
      ? stored
      : argument.type.format(stored, router.state);
  }
  if (argument !== undefined)
    return argument.reads === 'once-written' ? undefined : argument.default;
  return property?.value ?? own.properties.get(name)?.value;
};

/** The same for a name of many rows: what they share is looked up once. */
export const reader = (
  router: Router,
  menu: CompiledMenu,
): ((row: Row, name: string) => string | undefined) => {
  if (menu.umbrella) return (row, name) => read(row, name, router, menu);
  const known = new Map<string, ReturnType<typeof factsOf>>();
  return (row, name) => {
    let facts = known.get(name);
    if (facts === undefined) known.set(name, (facts = factsOf(menu, menu, name)));
    return read(row, name, router, menu, facts);
  };
};

const namesOfMenus = new WeakMap<CompiledMenu, readonly string[]>();

export const namesOf = (menu: CompiledMenu): readonly string[] => {
  let names = namesOfMenus.get(menu);
  if (names === undefined) {
    names = ['.id', ...menu.args.keys(), ...menu.properties.keys()];
    namesOfMenus.set(menu, names);
  }
  return names;
};

export const readAll = (
  row: Row,
  router: Router,
  menu: CompiledMenu,
  names: readonly string[] = namesOf(menu),
): Pair[] => {
  const pairs: Pair[] = [];
  for (const name of names) {
    const value = read(row, name, router, menu);
    if (value !== undefined) pairs.push([name, value]);
  }
  return pairs;
};
