import type { MenuFacts } from './menu-facts.ts';

/** Throws a `Rejection` for a menu that nobody knows enough about to change it. */
export const menuFacts = (_path: string): MenuFacts => {
  throw new Error('not yet');
};

/** Arguments of the menu that are to be sealed wherever they are written down. */
export const sensitiveNames = (_path: string): readonly string[] => [];
