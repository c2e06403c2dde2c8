import type { Envelope } from '@ferrule/kernel';
import { envelopeOf } from './bus-message.ts';
import type { Queryable } from './queryable.ts';
import { readSealedPage } from './sealed-page.ts';

/** Sealed events after a number, as they went to the bus, for a reader that missed some there. */
export const sealedEnvelopes = async (
  db: Queryable,
  source: string,
  after: number,
  limit: number,
): Promise<readonly Envelope[]> => {
  const page = await readSealedPage(db, after, limit);
  return page.map((entry) => ({ ...envelopeOf(source, entry), sequence: entry.seq }));
};
