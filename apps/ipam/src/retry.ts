import { HandledBefore } from '@ferrule/event-store';
import type { SpaceCatalog } from './space/space-catalog.ts';
import { isStale } from './space/space-committer.ts';

/** How often what was decided on may have moved on before the message goes back to the queue. */
const ATTEMPTS = 10;

/** Looks and decides again when what was decided on has moved on; a repeated message is done. */
export const repeatedly = async (
  attempt: () => Promise<void>,
  catalog?: SpaceCatalog,
): Promise<void> => {
  for (let n = 1; ; n += 1)
    try {
      await attempt();
      return;
    } catch (error) {
      if (error instanceof HandledBefore) return;
      if (!isStale(error) || n === ATTEMPTS) throw error;
      catalog?.forget();
    }
};
