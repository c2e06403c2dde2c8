import { Rejection } from '@ferrule/kernel';
import type { Attributes, Stage } from '@ferrule/router-contracts';
import { hasOwners } from '../menu/menu-facts.ts';
import { menuFacts } from '../menu/menus.ts';
import { rowName } from '../menu/row.ts';

const images = (stage: Stage): readonly { readonly path: string; readonly image: Attributes }[] =>
  stage.changes.flatMap(({ path, before, after }) =>
    [before, after].flatMap((image) => (image === null ? [] : [{ path, image }])),
  );

/** Throws a `Rejection` for a stage that changes a row of another tag, or of nobody: no plan ever does. */
export const checkOwnRows = (stage: Stage, tag: string): void => {
  for (const { path, image } of images(stage)) {
    const menu = menuFacts(path);
    if (!hasOwners(menu) || image['comment'] === tag) continue;
    const row = `${path} ${rowName(menu, image)}`.trim();
    throw new Rejection('NOT_OF_ITS_TAG', `${row} does not carry the tag ${tag}`, {
      field: 'stage',
    });
  }
};
