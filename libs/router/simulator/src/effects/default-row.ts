import { failure } from '../menu/trap.ts';
import type { Effect } from './effect.ts';

/** Others are told to fall back on these, so they may be changed and not removed. */
export const defaultRowEffect: Effect = {
  keep({ values }) {
    if (values.get('default') === 'true') throw failure('can not remove default');
  },
};
