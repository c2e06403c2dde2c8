/**
 * `npm run sequences -- [--runs N] [--seed S] [--lanes L] [--kill-every K]`: random sequences of what
 * people ask of ipam, some of it twice, at once or by two ways, against real processes of the service
 * that are killed meanwhile; after every turn nothing may overlap or be lost. What is asked is the
 * same for the same seed; when it is done and when somebody is killed, no seed says. A failure names
 * its own seed: `--runs 1 --seed S` is that sequence alone.
 */
import { build } from '../check/build.ts';
import { Cleanup } from '../bench/cleanup.ts';
import { readCommandLine } from '../command-line.ts';
import type { Ground } from './ground.ts';
import { type Options, readOptions } from './options.ts';
import { inspect } from 'node:util';

const playAll = async ({ runs, seed, lanes, killEvery }: Options, cleanup: Cleanup) => {
  const { startGround } = await import('./ground.ts');
  const { Asker } = await import('./asker.ts');
  const { play } = await import('./play.ts');
  const { sequenceOf } = await import('./sequence.ts');
  const ground = await startGround((end) => cleanup.add(end));
  const asker = new Asker(ground);
  const since = performance.now();
  let [begun, done, steps, told] = [0, 0, 0, 0];
  let failure: string | undefined;
  let killing: Promise<void> = Promise.resolve();
  const seconds = () => (performance.now() - since) / 1000;
  const kill = (): void => {
    // One, the other, then both, so that nobody is left for a while.
    const turn = (done / killEvery) % 3;
    const victims = turn === 0 ? [0, 1] : [turn - 1];
    killing = killing.then(() => ground.kill(victims));
  };
  const lane = async (): Promise<void> => {
    while (begun < runs && failure === undefined) {
      const run = begun;
      begun += 1;
      const played = await play(ground, asker, run, seed + run);
      steps += played.steps;
      done += 1;
      if (played.found.length > 0)
        failure ??=
          `sequence ${run} fails after turn ${played.turn}: --runs 1 --seed ${seed + run}\n` +
          `${inspect(played.found)}\n${inspect(sequenceOf(seed + run), { depth: 6 })}`;
      if (killEvery > 0 && done % killEvery === 0) kill();
      if (seconds() - told >= 10) {
        told = seconds();
        console.error(`${done} of ${runs} sequences, ${steps} steps, ${ground.kills} kills`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, runs) }, lane)).catch(
    async (error: unknown) => {
      console.error(await ground.said());
      throw error;
    },
  );
  await killing;
  console.log(await happened(ground));
  if (failure !== undefined) console.error(failure, '\n', await ground.said());
  console.log(
    `${done} sequences of seed ${seed} in ${seconds().toFixed(1)} s: ${steps} steps, ` +
      `${ground.kills} kills, ${failure === undefined ? 'all adds up' : 'something does not add up'}`,
  );
  return failure === undefined;
};

/** What came of it all: sequences that are only refused would show nothing. */
const happened = async ({ database }: Pick<Ground, 'database'>): Promise<string> => {
  const { rows } = await database.query<{ type: string; n: number }>(
    'select type, count(*)::integer as n from event group by type order by type',
  );
  return rows.map(({ type, n }) => `${type} ${n}`).join(', ');
};

const options = readCommandLine((args) => readOptions(args, Math.floor(Math.random() * 1e9)));
const cleanup = new Cleanup();
cleanup.onSignal();
try {
  if (options.build) {
    const { ok, output } = await build();
    if (!ok) throw new Error(`the build failed:\n${output}`);
  }
  console.error(`seed ${options.seed}`);
  if (!(await playAll(options, cleanup))) process.exitCode = 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await cleanup.run();
}
