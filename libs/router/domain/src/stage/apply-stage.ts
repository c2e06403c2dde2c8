import type { Stage } from '@ferrule/router-contracts';
import type { Dialogue } from './dialogue.ts';
import type { StageOutcome } from './outcome.ts';

/** Brings a router from the before-images of a stage to its after-images; again without harm. */
export function* applyStage(_stage: Stage): Dialogue<StageOutcome> {
  throw new Error('not yet');
}

/** Reads back what stages wanted, of which later ones have the last word. */
export function* verifyStages(_stages: readonly Stage[]): Dialogue<StageOutcome> {
  throw new Error('not yet');
}
