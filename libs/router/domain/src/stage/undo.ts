import type { Change, Stage } from '@ferrule/router-contracts';

const turned = ({ before, after, moved, ...change }: Change): Change => ({
  ...change,
  before: after,
  after: before,
  ...(moved && { moved: { from: moved.to, to: moved.from } }),
});

/** The stage that takes back what this one does. */
export const undo = ({ phase, changes }: Stage): Stage => ({
  phase,
  changes: changes.map(turned).reverse(),
});
