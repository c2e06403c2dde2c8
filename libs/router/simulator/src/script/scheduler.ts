import type { Asker } from '../command/call.ts';
import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';
import { Interpreter } from './interpreter.ts';
import { log } from './log.ts';
import { lookedAt, nextRun } from './schedule.ts';
import { askerOf, runInBackground, startedScript } from './run-script.ts';

/** A clock that jumps makes up for no more than so many runs of each. */
const mostAtOnce = 100;

const root: Asker = { user: 'system', may: () => true };

/** What stands in a row for a moment that comes: the name of a script, or a script. */
export const runEvent = async (
  event: string,
  router: Router,
  asker: Asker = root,
): Promise<void> => {
  const script = router.state.rowByName('/system/script', event);
  await (script === undefined
    ? runInBackground(event, new Interpreter(router, asker))
    : runInBackground(
        startedScript(script, router),
        new Interpreter(router, askerOf(script, asker)),
      ));
};

const start = async (row: Row, router: Router): Promise<void> => {
  const { state } = router;
  const event = row.table.stored(row, 'on-event') ?? '';
  const script = state.rowByName('/system/script', event);
  const name = row.values.get('name') ?? '';
  if (script === undefined && /^[\w-]+$/u.test(event))
    log(
      router,
      'script,error',
      `executing script from scheduler (${name}) failed, please check it manually`,
    );
  state.write(row, [['run-count', String(Number(row.values.get('run-count') ?? 0) + 1)]]);
  await runEvent(event, router, askerOf(row, root));
};

/** Runs everything whose time has come since it was last called; once a second on a router that listens. */
export const runDueScripts = async (router: Router): Promise<void> => {
  const { state } = router;
  if (!state.has('/system/scheduler')) return;
  const now = router.time.getTime();
  for (const row of [...state.table('/system/scheduler')]) {
    let since = lookedAt.get(row) ?? now;
    lookedAt.set(row, now);
    if (row.table.stored(row, 'disabled') === 'true') continue;
    for (let runs = 0; runs < mostAtOnce; runs += 1) {
      const next = nextRun(row, router, since);
      if (next === undefined || next > now || !row.live) break;
      since = next;
      await start(row, router);
    }
  }
};
