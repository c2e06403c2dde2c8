import type { Router } from '../router.ts';

/** As many lines as the router's memory log keeps. */
const kept = 1000;

/** A line of `/log`; it is nobody's configuration. */
export const log = (router: Router, topics: string, message: string): void => {
  const { state } = router;
  if (!state.has('/log')) return;
  const table = state.table('/log');
  const values = new Map([
    ['buffer', 'memory'],
    ['time', router.now()],
    ['topics', topics],
    ['message', message],
  ]);
  state.insert(table, values, { dynamic: true });
  const oldest = table.only;
  if (table.size > kept && oldest !== undefined) state.remove(oldest);
};
