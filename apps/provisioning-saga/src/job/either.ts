import type { JobStep, Reason } from '@ferrule/provisioning-contracts';
import type { Conclusion } from './job.handler.ts';

interface Said {
  readonly reason?: Reason;
  readonly nothingDone?: true;
  readonly warnings?: readonly string[];
}

/**
 * What one workflow does is another's undo, and the answer is the same. Both are tried: a job waits
 * for one of them at most.
 */
export const concludesEither = (
  { done, undone }: { readonly done: JobStep; readonly undone: JobStep },
  { reason, nothingDone, warnings = [] }: Said = {},
): readonly Conclusion[] => [
  {
    type: 'ConcludeStep',
    data: {
      ...{ step: done, index: 0 },
      ...(reason
        ? { reason, ...(nothingDone && { nothingDone }) }
        : { outcome: { result: null, warnings } }),
    },
  },
  {
    type: 'ConcludeUndo',
    data: { steps: [undone], index: 0, rollback: null, ...(reason && { reason }) },
  },
];
