import type { Attributes } from '@ferrule/router-contracts';
import type { RouterCommand } from '../router-driver.ts';
import { isRules, type MenuFacts } from './menu-facts.ts';
import { anchorOf } from './row.ts';

export const printWhole = ({ path }: MenuFacts): RouterCommand => ({ command: `${path}/print` });

export const printTagged = ({ path }: MenuFacts, tag: string): RouterCommand => ({
  command: `${path}/print`,
  query: [`?comment=${tag}`],
});

/** A rule's whole key would be a long question; whose it is, and in which chain, is enough of it. */
const ask = ['comment', 'chain'];

/** Rows that may have the key of the image, and few others. */
export const printSimilar = (menu: MenuFacts, image: Attributes): RouterCommand => {
  if (menu.kind === 'singleton') return printWhole(menu);
  const key = anchorOf(menu, image);
  const names = isRules(menu) ? ask : Object.keys(key);
  const query = names.flatMap((name) => {
    const value = key[name];
    return value === undefined ? [] : [`?${name}=${value}`];
  });
  return { command: `${menu.path}/print`, query };
};
