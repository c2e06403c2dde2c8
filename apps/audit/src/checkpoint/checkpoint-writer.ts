import type { PgEventStore, Queryable } from '@ferrule/event-store';
import type { SignedCheckpoint } from '@ferrule/ledger-chain';
import { OWN } from '../own.ts';

/** Writes a checkpoint and the event that says so, in one transaction. */
export const checkpointWriter =
  (store: PgEventStore) =>
  async (db: Queryable, checkpoint: SignedCheckpoint): Promise<void> => {
    const { number, first, last } = checkpoint;
    await db.query({ text: 'begin' });
    try {
      await db.query({
        name: 'ledger-checkpoint',
        text: 'insert into checkpoint (number, first, last, document) values ($1, $2, $3, $4)',
        values: [number, first, last, JSON.stringify(checkpoint)],
      });
      await store.appendWithin(db, [
        {
          stream: 'checkpoints',
          expected: 'any',
          events: [{ type: 'CheckpointSigned', data: checkpoint }],
          meta: OWN,
        },
      ]);
      await db.query({ text: 'commit' });
    } catch (error) {
      await db.query({ text: 'rollback' });
      throw error;
    }
    store.committed();
  };
