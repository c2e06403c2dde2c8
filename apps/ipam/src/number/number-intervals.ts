import type pg from 'pg';

/** Numbers that no one may have, whoever's pool they are in: RFC 7607, 6793 and 7300. */
const NEVER = [0, 23_456, 65_535, 4_294_967_295];

/**
 * Free numbers are intervals that do not touch: taking one shortens or splits the interval it lies
 * in. The pool's lock is held.
 */
export const takeNumber = async (
  client: pg.ClientBase,
  poolId: string,
  wanted?: number,
): Promise<number | undefined> => {
  if (wanted !== undefined && NEVER.includes(wanted)) return undefined;
  const { rows } = await client.query<{ first: string; last: string }>(
    `select first, last from number_free where pool_id = $1
       and ($2::bigint is null or $2 between first and last)
     order by first limit 2`,
    [poolId, wanted ?? null],
  );
  for (const row of rows) {
    const [first, last] = [Number(row.first), Number(row.last)];
    const number = wanted ?? firstUsable(first, last);
    if (number === undefined) continue;
    await replace(client, poolId, first, [
      { first, last: number - 1 },
      { first: number + 1, last },
    ]);
    return number;
  }
  return undefined;
};

const firstUsable = (first: number, last: number): number | undefined => {
  let number = first;
  while (NEVER.includes(number)) number += 1;
  return number <= last ? number : undefined;
};

/** Gives a number back, which becomes one with the intervals beside it. */
export const giveNumber = async (
  client: pg.ClientBase,
  poolId: string,
  number: number,
): Promise<void> => {
  const { rows } = await client.query<{ first: string; last: string }>(
    `delete from number_free where pool_id = $1 and (last = $2::bigint - 1 or first = $2::bigint + 1)
     returning first, last`,
    [poolId, number],
  );
  const first = Math.min(number, ...rows.map((row) => Number(row.first)));
  const last = Math.max(number, ...rows.map((row) => Number(row.last)));
  await client.query('insert into number_free (pool_id, first, last) values ($1, $2, $3)', [
    poolId,
    first,
    last,
  ]);
};

const replace = async (
  client: pg.ClientBase,
  poolId: string,
  first: number,
  parts: readonly { readonly first: number; readonly last: number }[],
): Promise<void> => {
  await client.query('delete from number_free where pool_id = $1 and first = $2', [poolId, first]);
  for (const part of parts)
    if (part.first <= part.last)
      await client.query('insert into number_free (pool_id, first, last) values ($1, $2, $3)', [
        poolId,
        part.first,
        part.last,
      ]);
};
