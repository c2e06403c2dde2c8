import type { Router } from '../router.ts';
import { toText } from '../state/text.ts';
import { readAll } from '../state/view.ts';
import type { RouterTables } from './router-tables.ts';

/** What the simulated router would print, without asking it over the wire. */
export const tablesOfRouter = (router: Router): RouterTables => ({
  rows(path) {
    const menu = router.catalogue.menus.get(path);
    if (menu === undefined) return [];
    return Array.from(router.state.rows(menu), (row) =>
      Object.fromEntries(readAll(row, router, menu).map(([name, value]) => [name, toText(value)])),
    );
  },
});
