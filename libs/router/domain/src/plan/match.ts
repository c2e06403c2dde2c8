import type { Attributes } from '@ferrule/router-contracts';
import { hasOwners, isRules, type MenuFacts } from '../menu/menu-facts.ts';
import { menuFacts } from '../menu/menus.ts';
import { providedNames, withRenamed } from '../menu/names.ts';
import { differences, keyOf } from '../menu/row.ts';
import type { Resource } from '../resource.ts';

/** Rows of a router by their menu, each of them once. */
export type Live = ReadonlyMap<string, readonly Attributes[]>;

/** A wanted row and the one that becomes it; null: it has to be made. */
export interface Match {
  readonly resource: Resource;
  readonly menu: MenuFacts;
  readonly row: Attributes | null;
}

export interface Matching {
  readonly matches: readonly Match[];
  /** Rows of ours that nobody wants. */
  readonly strays: readonly { readonly menu: MenuFacts; readonly row: Attributes }[];
}

const byMenu = (resources: readonly Resource[]): ReadonlyMap<string, Resource[]> => {
  const grouped = new Map<string, Resource[]>();
  for (const resource of resources) {
    const others = grouped.get(resource.path);
    if (others === undefined) grouped.set(resource.path, [resource]);
    else others.push(resource);
  }
  return grouped;
};

const pairs = (
  menu: MenuFacts,
  wanted: readonly Resource[],
  rows: readonly Attributes[],
): ReadonlyMap<Resource, Attributes> => {
  const found = new Map<Resource, Attributes>();
  const left = new Map<string, Attributes[]>();
  for (const row of rows) left.set(keyOf(menu, row), [...(left.get(keyOf(menu, row)) ?? []), row]);
  const take = (resource: Resource, row: Attributes | undefined) => {
    if (row === undefined) return;
    const key = keyOf(menu, row);
    left.set(
      key,
      (left.get(key) ?? []).filter((other) => other !== row),
    );
    found.set(resource, row);
  };
  const candidates = (resource: Resource) => left.get(keyOf(menu, resource.attributes)) ?? [];
  // Of several rows with one key the one that is right already is taken first.
  for (const resource of wanted)
    take(
      resource,
      candidates(resource).find(
        (row) =>
          differences(menu, row, resource.attributes, Object.keys(resource.attributes)).length ===
          0,
      ),
    );
  for (const resource of wanted) if (!found.has(resource)) take(resource, candidates(resource)[0]);
  const [only] = wanted;
  const [row] = rows;
  // The only one of its tag is known even under another name: a service VLAN of another number.
  if (
    only !== undefined &&
    row !== undefined &&
    wanted.length + rows.length === 2 &&
    !isRules(menu)
  )
    found.set(only, row);
  return found;
};

/** What the names of rows of ours become that are kept under another name. */
const renamedIn = (
  matched: ReadonlyMap<Resource, Attributes>,
): readonly (readonly [string, string])[] =>
  [...matched].flatMap(([{ path, attributes }, row]) => {
    const names = providedNames(path, row);
    return providedNames(path, attributes).flatMap((name, at) => {
      const old = names[at];
      return old === undefined || old === name
        ? []
        : [[old, name.slice(name.indexOf(' ') + 1)] as const];
    });
  });

/** Which row of ours becomes which wanted one. */
export const matchRows = (wanted: readonly Resource[], ours: Live): Matching => {
  const grouped = byMenu(wanted);
  const paths = [...new Set([...grouped.keys(), ...ours.keys()])];
  const matched = (rowsOf: (path: string) => readonly Attributes[]) =>
    paths.map((path) => {
      const menu = menuFacts(path);
      const rows = rowsOf(path);
      return { menu, rows, found: pairs(menu, grouped.get(path) ?? [], rows) };
    });
  let groups = matched((path) => ours.get(path) ?? []);
  const renamed = new Map(groups.flatMap(({ found }) => renamedIn(found)));
  if (renamed.size > 0)
    groups = matched((path) =>
      (ours.get(path) ?? []).map((row) => withRenamed(path, row, renamed)),
    );
  const rowOf = new Map(groups.flatMap(({ found }) => [...found]));
  return {
    matches: wanted.map((resource) => ({
      resource,
      menu: menuFacts(resource.path),
      row: rowOf.get(resource) ?? null,
    })),
    strays: groups
      .filter(({ menu }) => hasOwners(menu))
      .flatMap(({ menu, rows, found }) => {
        const taken = new Set(found.values());
        return rows.filter((row) => !taken.has(row)).map((row) => ({ menu, row }));
      }),
  };
};
