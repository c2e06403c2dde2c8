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

/** What `print` shows under the name; undefined where it shows nothing. `menu` is `/interface` or the row's own. */
export const read = (
  row: Row,
  name: string,
  router: Router,
  menu: CompiledMenu = row.table.menu,
): string | undefined => {
  if (name === '.id') return menu.kind === 'singleton' ? undefined : writeId(row.id);
  const own = row.table.menu;
  const declared = menu.args.get(name);
  const property = declared === undefined ? menu.properties.get(name) : undefined;
  if (declared === undefined && property === undefined) return undefined;
  if (name === 'dynamic' && row.dynamic) return 'true';
  const argument = own.args.get(name) ?? declared;
  if (argument?.secret === true) return undefined;
  const live = livesOf(own).get(name)?.(row, router);
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
