/** `npm run soak -- --minutes 10`: a mixed load for a while, and what it did to errors, latency and memory. */
import { buildFirst, readCommandLine } from '../command-line.ts';
import { readOptions, USAGE } from './options.ts';

const options = readCommandLine(readOptions, USAGE);
if (options.build) await buildFirst();
// Only now: what these modules import is what was just built.
const { soak } = await import('./run.ts');
process.exit(await soak(options));
