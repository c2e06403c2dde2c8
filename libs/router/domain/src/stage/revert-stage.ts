import type { Stage } from '@ferrule/router-contracts';
import type { Dialogue } from './dialogue.ts';
import type { RevertOutcome } from './outcome.ts';

/** Undoes what of a stage was done, however far that was: every row is tried, no third value overwritten. */
export function* revertStage(_stage: Stage): Dialogue<RevertOutcome> {
  throw new Error('not yet');
}

/** Removes every row whose comment is exactly the tag, as far as it goes. */
export function* cleanTag(_tag: string): Dialogue<RevertOutcome> {
  throw new Error('not yet');
}
