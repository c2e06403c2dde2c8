import { failure } from '../menu/trap.ts';
import type { Effect } from './effect.ts';

/** Rows that every router has, and that nobody may touch. What it says of the built-in ones is not known for certain. */
export const builtInEffect: Effect = {
  guard({ values }) {
    if (values.get('dynamic') === 'true') throw failure('can not change dynamic');
    if (values.get('builtin') === 'true') throw failure('can not change builtin');
  },
};
