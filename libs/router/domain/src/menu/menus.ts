import { Rejection } from '@ferrule/kernel';
import type { Dialect } from '../dialect.ts';
import { firewallMenus } from './firewall-menus.ts';
import { interfaceMenus } from './interface-menus.ts';
import { ipMenus } from './ip-menus.ts';
import { ipv6Menus } from './ipv6-menus.ts';
import type { MenuFacts } from './menu-facts.ts';
import { routingMenus } from './routing-menus.ts';
import { systemMenus } from './system-menus.ts';

/** Every menu that may be changed. */
export const MENUS: ReadonlyMap<string, MenuFacts> = new Map(
  [
    ...interfaceMenus,
    ...ipMenus,
    ...ipv6Menus,
    ...routingMenus,
    ...firewallMenus,
    ...systemMenus,
  ].map((facts) => [facts.path, facts]),
);

/** Those that a router of this dialect has. */
export const menusOf = (dialect: Dialect): readonly MenuFacts[] =>
  [...MENUS.values()].filter(({ needs }) => needs === undefined || dialect[needs]);

/** Their paths, in one order for ever: whoever reads a router page by page counts on it. */
export const menuPaths: readonly string[] = [...MENUS.keys()].sort();

/** Throws a `Rejection` for a menu of which nobody knows enough to change it. */
export const menuFacts = (path: string): MenuFacts => {
  const facts = MENUS.get(path);
  if (facts !== undefined) return facts;
  throw new Rejection('UNKNOWN_MENU', `nothing is known of the menu ${path}`, { field: 'path' });
};

/** Arguments of the menu that are to be sealed wherever they are written down. */
export const sensitiveNames = (path: string): readonly string[] =>
  [...(MENUS.get(path)?.args ?? [])].filter(([, { secret }]) => secret).map(([name]) => name);
