/**
 * `npm run fuzz -- [COUNT] [SEED]`: so many random streams of bytes, a million unless said otherwise,
 * from the router's side of the driver. Ends with 1 when one of them crashes it, hangs it, or when
 * its memory grows. A failure names its seed: `npm run fuzz -- 1 SEED` is that one alone.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildFirst, readCommandLine } from '../command-line.ts';
import { readOptions } from './options.ts';

const { count, seed: first } = readCommandLine(readOptions(1_000_000));
await buildFirst('@ferrule/routeros', '@ferrule/router-domain');
const { assault } = await import('./hostile-router.ts');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const megabytes = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
};

const fail = (sentence: string, error?: unknown): never => {
  console.error(sentence, error ?? '');
  process.exit(1);
};
let running = `seeds from ${first}`;
process.on('uncaughtException', (error) => fail(`crashed at ${running}:`, error));
process.on('unhandledRejection', (error) => fail(`an unhandled rejection at ${running}:`, error));

const batch = 250;
let answered = 0;
let failed = 0;
let settledMemory = Infinity;
const since = performance.now();
for (let done = 0; done < count; done += batch) {
  const seeds = Array.from(
    { length: Math.min(batch, count - done) },
    (_, index) => first + done + index,
  );
  running = `seeds ${seeds[0]} to ${seeds.at(-1)}`;
  const hung = new AbortController();
  const outcomes = await Promise.race([
    Promise.all(
      seeds.map((seed) =>
        assault(seed).catch((error: unknown) => fail(`seed ${seed} ends in another way:`, error)),
      ),
    ),
    pause(30_000, undefined, { signal: hung.signal }).then(() => fail(`hangs at ${running}`)),
  ]);
  hung.abort();
  for (const outcome of outcomes) {
    answered += outcome.answered;
    failed += outcome.failed;
  }
  if (done === Math.floor(count / 10 / batch) * batch) settledMemory = megabytes();
}
const grown = megabytes() - settledMemory;
const seconds = ((performance.now() - since) / 1000).toFixed(1);
console.log(
  `${count} streams in ${seconds} s from seed ${first}: ${answered} commands answered, ${failed} failed ` +
    `as they should, memory grew by ${grown.toFixed(1)} MiB over the last nine tenths`,
);
if (grown > 16) fail('memory grows');
