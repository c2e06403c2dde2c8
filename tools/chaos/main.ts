/**
 * `npm run chaos -- --seed N [--seeds K] [--minutes M]`: random work on a whole stack that is broken
 * at random, and the books afterwards. See the README beside this file.
 */
import { build } from '../check/build.ts';
import { root } from '../check/program.ts';
import { type ChaosOptions, readOptions, USAGE } from './options.ts';

const parse = (): ChaosOptions => {
  try {
    return readOptions(process.argv.slice(2), Date.now());
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return process.exit(2);
  }
};

const options = parse();
if (options.build) {
  const { ok, output } = await build();
  if (!ok) {
    console.error(output);
    process.exit(1);
  }
}
// Only now: what these modules import is what was just built.
const { runSeeds } = await import('./run.ts');
process.exit(await runSeeds(options, root));
