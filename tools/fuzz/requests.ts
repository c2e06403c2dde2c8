/**
 * `npm run fuzz:requests -- [COUNT] [SEED]`: so many requests for a network, 10,000 unless said
 * otherwise, each field of them as its document says and beyond. Ends with 1 when one is answered with
 * 5xx or not at all, when a job hangs, or when addresses are held by nobody. One alone: `-- 1 SEED`.
 */
import { root } from '../check/program.ts';
import { buildFirst, readCommandLine } from '../command-line.ts';
import { readOptions } from './options.ts';

const { count, seed: first } = readCommandLine(readOptions(10_000));
await buildFirst();
const { Ground } = await import('../chaos/ground.ts');
const { assaultApi } = await import('./request-assault.ts');

const ground = await Ground.start(root);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void ground.stop().finally(() => process.exit(130)));
const since = performance.now();
let isGood = false;
try {
  const { statuses, fields, jobs, faults } = await assaultApi(ground, count, first);
  const answers = [...statuses].toSorted(([one], [other]) => one - other);
  console.log(
    `${count} requests from seed ${first} in ${((performance.now() - since) / 1_000).toFixed(0)} s, ` +
      `fields ${fields.join(', ')}: ` +
      `${answers.map(([status, times]) => `${times} × ${status}`).join(', ')}; ${jobs} jobs`,
  );
  for (const fault of faults) console.error(`  ! ${fault}`);
  isGood = faults.length === 0;
  if (!isGood) console.error(`  logs: ${ground.logs}`);
} finally {
  await ground.stop({ keep: !isGood });
}
process.exit(isGood ? 0 : 1);
