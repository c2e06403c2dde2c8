/**
 * `npm run bench -- [NAME…] [--quick] [--strict] [--json FILE]`: each figure beside its reference,
 * measured in the same run on servers of its own. See the README beside this file.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { build } from '../check/build.ts';
import { Cleanup } from './cleanup.ts';
import { type BenchOptions, readOptions } from './options.ts';
import type { Ground } from './ground.ts';
import type { RowMaker } from './rows/row-context.ts';
import { brief, jsonLine, type Row, table, verdict } from './report.ts';

const NAMES = [
  'append',
  'emmett',
  'batch',
  'handle',
  'drain',
  'latency',
  'replay',
  'ipam',
  'audit',
  'http',
  'networks-rate',
  'networks-single',
  'networks-crowd',
  'simulator',
  'driver',
  'faults',
  'router',
] as const;

const seconds = (start: number): string => ((performance.now() - start) / 1000).toFixed(1);

const progress = (sentence: string): void => console.error(sentence);

const buildAll = async (): Promise<void> => {
  progress('building');
  const { ok, output } = await build();
  if (!ok) throw new Error(`the build failed:\n${output}`);
};

/** Loaded only now: the rows import what the build writes. */
const makersOf = async (names: readonly string[]): Promise<readonly RowMaker[]> => {
  const { makers } = await import('./rows/all.ts');
  return makers.filter(({ name }) => names.length === 0 || names.some((n) => name.startsWith(n)));
};

/** Only for a row that asks for it: those about routers need no servers. */
const groundOf = async (cleanup: Cleanup): Promise<Ground> => {
  const { Ground } = await import('./ground.ts');
  const ground = await Ground.start((end) => cleanup.add(end));
  cleanup.add(() => ground.close());
  const { postgres, nats, fsync } = await ground.versions();
  const commits = await ground.fsyncsPerSecond();
  progress(
    `Postgres ${postgres} (fsync, synchronous_commit: ${fsync}), nats-server ${nats}, ` +
      `${Math.round(commits).toString()} fsyncs/s`,
  );
  return ground;
};

const measure = async (options: BenchOptions, cleanup: Cleanup): Promise<readonly Row[]> => {
  const makers = await makersOf(options.names);
  progress(
    `Node ${process.versions.node}, ${availableParallelism().toString()} cores ` +
      `(${cpus()[0]?.model ?? 'unknown'}), load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  );
  let ground: Promise<Ground> | undefined;
  const startGround = () => (ground ??= groundOf(cleanup));
  const rows: Row[] = [];
  for (const { name, measure: measureRow } of makers) {
    const start = performance.now();
    const made = await measureRow({
      startGround,
      quick: options.quick,
      cleanup: (end) => cleanup.add(end),
    });
    await (await ground)?.settle();
    progress(`${name}: ${made.map(brief).join('; ')} (${seconds(start)} s)`);
    rows.push(...made);
  }
  return rows;
};

const parse = (): BenchOptions => {
  try {
    return readOptions(process.argv.slice(2), NAMES);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
};

const options = parse();
const cleanup = new Cleanup();
cleanup.onSignal();
try {
  if (options.build) await buildAll();
  const rows = await measure(options, cleanup);
  console.log(table(rows));
  if (options.quick) console.log('A quick run: the figures are too short-lived to judge by.');
  const at = { quick: options.quick, at: new Date().toISOString(), node: process.versions.node };
  const lines = rows.map((row) => `${jsonLine(row, at)}\n`).join('');
  if (options.json === undefined) process.stdout.write(`\n${lines}`);
  else await writeFile(options.json, lines);
  if (options.strict && rows.some((row) => verdict(row) === 'falls short')) process.exitCode = 1;
} catch (error) {
  console.error(error);
  await cleanup.run();
  // What the failed row had under way would go on for ever.
  process.exit(1);
} finally {
  await cleanup.run();
}
