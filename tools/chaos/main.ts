/**
 * `npm run chaos -- --seed N [--seeds K] [--minutes M]`: random work on a whole stack that is broken
 * at random, and the books afterwards. See the README beside this file.
 */
import { root } from '../check/program.ts';
import { buildFirst, readCommandLine } from '../command-line.ts';
import { readOptions, USAGE } from './options.ts';

const options = readCommandLine((args) => readOptions(args, Date.now()), USAGE);
if (options.build) await buildFirst();
// Only now: what these modules import is what was just built.
const { runSeeds } = await import('./run.ts');
process.exit(await runSeeds(options, root));
