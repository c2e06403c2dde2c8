import type { Attributes, Plan } from '@ferrule/router-contracts';
import { menuFacts } from '../menu/menus.ts';
import { draftChanges, isNothing, type Drafted } from './changes.ts';
import type { Live, Matching } from './match.ts';
import { MenuOrder } from './order.ts';
import { sketchStages } from './stages.ts';

/** The only place where a difference is computed. `orders` has the rows of menus in which places are at stake, all of them. */
export const planMatching = (
  matching: Matching,
  orders: Live,
  warnings: readonly string[] = [],
): Plan => {
  const drafts = draftChanges(matching);
  const order = new Map(
    [...orders].map(([path, rows]: readonly [string, readonly Attributes[]]) => {
      const here = ({ menu }: Drafted) => menu.path === path;
      const { wanted, removal } = drafts;
      return [
        path,
        new MenuOrder(menuFacts(path), rows, wanted.filter(here), removal.filter(here)),
      ];
    }),
  );
  const stages = sketchStages(drafts).map(({ phase, drafts: sketched }) => ({
    phase,
    changes: sketched
      .map((draft) => order.get(draft.menu.path)?.place(draft) ?? draft)
      .filter((draft) => !isNothing(draft))
      .map(({ change }) => change),
  }));
  return { stages: stages.filter(({ changes }) => changes.length > 0), warnings };
};

/** Menus whose order has to be known: some row is to have a place, or leaves one. */
export const pathsInOrder = ({ matches, strays }: Matching): readonly string[] => [
  ...new Set([
    ...matches.filter(({ resource }) => resource.stands !== undefined).map(({ menu }) => menu.path),
    ...strays.filter(({ menu }) => menu.ordered).map(({ menu }) => menu.path),
  ]),
];
