import { readDuration } from '../menu/number-types.ts';
import { stays, timeLeft } from '../system/expiry.ts';
import type { Effect } from './effect.ts';

/** An entry that times out is dynamic, yet anybody may change or remove it. */
export const addressListEffect: Effect = {
  prepare({ values, row, written }, router) {
    if (row === undefined) values.set('creation-time', router.now());
    const timeout = readDuration(values.get('timeout') ?? '');
    values.set('dynamic', String(timeout !== undefined));
    if (timeout === undefined) stays(values);
    else if (written.has('timeout')) values.set(...router.expiry.after(timeout));
  },
  live: { timeout: timeLeft },
};
