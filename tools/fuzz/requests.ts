/**
 * `npm run fuzz:requests -- [COUNT] [SEED]`: so many requests for a network, 10,000 unless said
 * otherwise, each field of them as its document says and beyond. Ends with 1 when one is answered with
 * 5xx or not at all, when a job hangs, or when addresses are held by nobody. One alone: `-- 1 SEED`.
 */
import { build } from '../check/build.ts';
import { root } from '../check/program.ts';

const [count = 10_000, first = Math.floor(Math.random() * 1e9)] = process.argv
  .slice(2)
  .map((text) => {
    const number = Number(text);
    if (Number.isSafeInteger(number) && number >= 0) return number;
    console.error(`not a number: ${text}`);
    process.exit(2);
  });

const { ok, output } = await build();
if (!ok) {
  console.error(output);
  process.exit(1);
}
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
