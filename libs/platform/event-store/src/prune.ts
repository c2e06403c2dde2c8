import type { Queryable } from './queryable.ts';

const CHUNK = 5_000;

/**
 * Forgets what cannot come again: inbox rows, and commands that were answered, older than `ageMs`.
 * That has to be longer than the bus keeps anything, since a refilled bus repeats all it had. Small
 * transactions, so that nobody waits for it.
 */
export const prune = async (db: Queryable, ageMs: number): Promise<number> => {
  const old = `clock_timestamp() - $1::float8 * interval '1 ms'`;
  const inbox = `delete from inbox where ctid = any(array(
    select ctid from inbox where at < ${old} limit ${CHUNK}))`;
  const commands = `delete from command where ctid = any(array(
    select ctid from command where answered_at < ${old} limit ${CHUNK}))`;
  let forgotten = 0;
  for (const text of [inbox, commands])
    for (let gone = CHUNK; gone === CHUNK; forgotten += gone)
      gone = (await db.query({ text, values: [ageMs] })).rowCount ?? 0;
  return forgotten;
};
