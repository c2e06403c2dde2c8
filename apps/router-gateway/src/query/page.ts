import type { PageQuestion } from '@ferrule/router-contracts';
import { Rejection } from '@ferrule/kernel';

const USUAL = 100;
const MOST = 500;
/** Of an answer on the bus, which takes a megabyte, and of which this much is rows. */
const MOST_BYTES = 400_000;

/** A cut of a list; `next` is null at its end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The list must be the same each time in what comes before: a row that goes moves the others up. */
export const pageOf = <T>(all: readonly T[], { after, limit = USUAL }: PageQuestion): Page<T> => {
  const from = after === undefined ? 0 : Number(after);
  if (!Number.isSafeInteger(from) || from < 0)
    throw new Rejection('VALIDATION_FAILED', 'after must be the next of an earlier page', {
      field: 'after',
    });
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST)
    throw new Rejection('VALIDATION_FAILED', `limit must be 1 to ${MOST}`, { field: 'limit' });
  const items: T[] = [];
  let bytes = 0;
  for (const item of all.slice(from, from + limit)) {
    bytes += Buffer.byteLength(JSON.stringify(item));
    if (bytes > MOST_BYTES && items.length > 0) break;
    items.push(item);
  }
  const end = from + items.length;
  return { items, next: end < all.length ? String(end) : null };
};
