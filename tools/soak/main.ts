/** `npm run soak -- --minutes 10`: a mixed load for a while, and what it did to errors, latency and memory. */
import { build } from '../check/build.ts';
import { readOptions, type SoakOptions, USAGE } from './options.ts';

const parse = (): SoakOptions => {
  try {
    return readOptions(process.argv.slice(2));
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
const { soak } = await import('./run.ts');
process.exit(await soak(options));
