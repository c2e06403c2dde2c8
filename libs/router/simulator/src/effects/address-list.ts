import type { Effect } from './effect.ts';

/** An entry that times out is dynamic, yet anybody may change or remove it. */
export const addressListEffect: Effect = {
  prepare({ values, row }, router) {
    if (row === undefined) values.set('creation-time', router.now());
    values.set('dynamic', String(values.has('timeout')));
  },
};
