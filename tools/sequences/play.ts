import { until } from '@ferrule/testing';
import type { Asker } from './asker.ts';
import { commandOf, groundwork, importOf, type Place, placeOf } from './commands.ts';
import { type Discrepancy, discrepanciesIn, halfImports } from './discrepancies.ts';
import type { Ground } from './ground.ts';
import { type Move, sequenceOf } from './sequence.ts';

export interface Played {
  readonly steps: number;
  /** The first that were found, and after which turn. */
  readonly found: readonly Discrepancy[];
  readonly turn: number;
}

/** Plays one sequence in a place of its own, and looks after every turn whether all adds up. */
export const play = async (
  { database }: Pick<Ground, 'database'>,
  asker: Asker,
  run: number,
  seed: number,
): Promise<Played> => {
  const sequence = sequenceOf(seed);
  const place = placeOf(run);
  for (const [n, command] of groundwork(place, sequence).entries())
    await asker.have(command, `${place.id}-ground-${n}`);
  let steps = 0;
  for (const [turn, moves] of sequence.turns.entries()) {
    await Promise.all(moves.map((move) => step(database, asker, place, move, (steps += 1))));
    const found = await discrepanciesIn(database, place.id);
    if (found.length > 0) return { steps, found, turn };
  }
  await importsSettled(database, place);
  const found = [
    ...(await discrepanciesIn(database, place.id)),
    ...(await halfImports(database, place.id)),
  ];
  return { steps, found, turn: sequence.turns.length };
};

const step = async (
  database: Ground['database'],
  asker: Asker,
  place: Place,
  { step: wanted, way }: Move,
  n: number,
): Promise<void> => {
  const id = `${place.id}-m${n}`;
  if ('tick' in wanted) await endQuarantines(database, place);
  else if ('list' in wanted)
    for (const [part, command] of importOf(place, wanted.list, `${place.id}-list${n}`).entries())
      await asker.ask(command, `${id}-${part}`);
  else if ('undo' in wanted)
    await asker.ask(
      { type: 'UndoImport', data: { importId: `${place.id}-list${wanted.undo}` } },
      id,
    );
  else {
    const command = commandOf(place, wanted);
    if (command !== undefined) await asker.carryOut(command, id, way);
  }
};

/** As if the time were over: spaces first, in the order in which the service locks them. */
const endQuarantines = async (database: Ground['database'], { id }: Place): Promise<void> => {
  await database.query(
    `with mine as materialized (select s.no from space s join space p on s.prefix <<= p.prefix
       where p.id in ($1, $1 || '-6') and p.kind = 'pool' order by s.no for update of s)
     update held set free_from = now() where kind = 'quarantine' and space in (select no from mine)`,
    [id],
  );
  await database.query(
    'update vlan set free_from = now() where group_id = $1 and network_id is null',
    [id],
  );
};

/** One whose process was killed is taken up by another that looks every few seconds. */
const importsSettled = (database: Ground['database'], { id }: Place): Promise<unknown> =>
  until(
    async () => {
      const { rows } = await database.query(
        `select 1 from import where id like $1 || '-%' and status in ('committing', 'undoing') limit 1`,
        [id],
      );
      return rows.length === 0;
    },
    { timeout: 60_000, message: `the imports of ${id} to come to an end` },
  );
