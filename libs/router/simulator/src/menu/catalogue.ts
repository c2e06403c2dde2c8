import type { Argument, Menu, Property, Unique } from './menu.ts';
import { t } from './t.ts';
import { isAlive } from './version.ts';
import type { Version } from './version.ts';

export interface CompiledMenu extends Omit<Menu, 'args' | 'readOnly' | 'unique' | 'namedBy'> {
  readonly space: string;
  readonly unique: readonly Unique[];
  readonly namedBy: string | undefined;
  /** With `comment` and `disabled` where the menu has them. */
  readonly args: ReadonlyMap<string, Argument>;
  readonly properties: ReadonlyMap<string, Property>;
  readonly mandatory: readonly string[];
  readonly verbs: ReadonlySet<string>;
  /** It has no rows of its own and shows those of all menus of its space, as `/interface` does. */
  readonly umbrella: boolean;
}

export interface Catalogue {
  readonly version: Version;
  readonly menus: ReadonlyMap<string, CompiledMenu>;
  /** Every path that is one or leads to one: `/ip` as well. */
  readonly directories: ReadonlySet<string>;
}

export interface Hardware {
  readonly version: Version;
  readonly arm64: boolean;
  readonly switchChip: boolean;
}

const argumentsOf = (menu: Menu, hardware: Hardware): ReadonlyMap<string, Argument> => {
  const args = new Map<string, Argument>();
  const rowless = menu.kind === 'singleton' || menu.kind === 'commands';
  for (const [name, argument] of Object.entries(menu.args)) {
    if (!isAlive(argument, hardware.version)) continue;
    if (argument.needs === 'arm64' && !hardware.arm64) continue;
    if (argument.needs === 'switch' && !hardware.switchChip) continue;
    args.set(name, argument);
  }
  if (menu.noDisable !== true && !rowless && !args.has('disabled'))
    args.set(
      'disabled',
      t.bool({
        default: menu.disabledDefault ?? 'false',
        reads: menu.disabledReads ?? 'always',
      }),
    );
  if (menu.noComment !== true && !rowless && !args.has('comment')) args.set('comment', t.string());
  return args;
};

const isUnsettable = ({ unset, mandatory, default: value }: Argument) =>
  unset ?? (mandatory !== true && value === undefined);

export const canBeUnset = (name: string, argument: Argument) =>
  name !== 'comment' && name !== 'disabled' && isUnsettable(argument);

const rowVerbs = (menu: Menu, args: ReadonlyMap<string, Argument>) => {
  const verbs = new Set(['print', 'getall', 'get', 'set', 'export', 'listen']);
  if (menu.kind === 'list') verbs.add('add');
  if (menu.kind === 'list' || menu.removable === true) verbs.add('remove');
  if (menu.kind !== 'singleton') {
    verbs.add('find');
    if (args.has('disabled')) verbs.add('enable').add('disable');
    if (args.has('comment')) verbs.add('comment');
  }
  if (menu.ordered === true) verbs.add('move');
  if ([...args].some(([name, argument]) => canBeUnset(name, argument))) verbs.add('unset');
  if (args.size === 0) verbs.delete('set');
  return verbs;
};

const verbsOf = (menu: Menu, args: ReadonlyMap<string, Argument>, version: Version) => {
  const verbs = menu.kind === 'commands' ? new Set(['export']) : rowVerbs(menu, args);
  for (const [name, lacking] of Object.entries(menu.lacks ?? {}))
    if (isAlive(lacking, version)) verbs.delete(name);
  for (const [name, action] of Object.entries(menu.actions ?? {}))
    if (isAlive(action, version)) verbs.add(name);
  return verbs;
};

const interfaces = '/interface';

/** One rule for all interface menus, and so one index: no two interfaces have the same name. */
const interfaceName: Unique = {
  args: ['name'],
  error: 'failure: already have interface with such name',
};

const compileMenu = (
  menu: Menu,
  hardware: Hardware,
  umbrellas: ReadonlySet<string>,
): CompiledMenu => {
  const args = argumentsOf(menu, hardware);
  const properties = new Map(
    Object.entries(menu.readOnly ?? {}).filter(([, property]) =>
      isAlive(property, hardware.version),
    ),
  );
  return {
    ...menu,
    unique: [
      ...(menu.unique ?? []),
      ...(menu.space === interfaces || menu.path === interfaces ? [interfaceName] : []),
    ],
    space: menu.space ?? menu.path,
    namedBy: menu.namedBy ?? (args.has('name') || properties.has('name') ? 'name' : undefined),
    args,
    properties,
    mandatory: [...args].filter(([, { mandatory }]) => mandatory === true).map(([name]) => name),
    verbs: verbsOf(menu, args, hardware.version),
    umbrella: umbrellas.has(menu.path),
  };
};

/** The menus of one version on one kind of hardware. Routers of one process share it: it is what would cost memory. */
export const compileCatalogue = (menus: readonly Menu[], hardware: Hardware): Catalogue => {
  const alive = menus.filter(
    (menu) => isAlive(menu, hardware.version) && (menu.needs === undefined || hardware.arm64),
  );
  const umbrellas = new Set(
    alive.flatMap(({ path, space }) => (space === undefined || space === path ? [] : [space])),
  );
  const compiled = new Map<string, CompiledMenu>();
  const directories = new Set<string>(['']);
  for (const menu of alive) {
    if (compiled.has(menu.path)) throw new Error(`the menu ${menu.path} is declared twice`);
    compiled.set(menu.path, compileMenu(menu, hardware, umbrellas));
    const elements = menu.path.split('/');
    elements.forEach((_, at) => directories.add(elements.slice(0, at + 1).join('/')));
  }
  return { version: hardware.version, menus: compiled, directories };
};
