/**
 * Everything that a change must pass, `npm test`; with names only those steps: `npm test -- lint`.
 * It goes on after a failure, shows what each failed step printed, and ends with one line that counts.
 */
import { architecture } from './check/architecture.ts';
import { closingLine, runSpecs, type Count } from './check/count.ts';
import { staleFiles } from './check/generated.ts';
import { hygiene } from './check/hygiene.ts';
import { recordCommands } from './check/record.ts';
import { endChildrenOnSignal, root, run, type Finished } from './check/program.ts';
import { sources } from './check/sources.ts';

type Step = readonly [name: string, run: () => Promise<Finished>];

const faults =
  (find: () => readonly string[] | Promise<readonly string[]>) => async (): Promise<Finished> => {
    const found = await find();
    return { ok: found.length === 0, output: found.map((line) => `${line}\n`).join('') };
  };

const prettier = ['--check', '--cache', '--cache-location=.nx/prettier', '--log-level=warn', '.'];

/** Nx prints every task; a reader wants those that had something to say. */
const nx = async (...args: readonly string[]): Promise<Finished> => {
  const { ok, output } = await run('nx', [...args, '--outputStyle=static']);
  const tasks = output.split(/^(?=> nx run )/mu);
  const telling = tasks.filter((task) => task.replace(/^> .*$/gmu, '').trim() !== '');
  return { ok, output: telling.join('') };
};

/** A tool of this folder, as its npm script runs it. */
const tool = (name: string) => run('tool', [name]);

/** Two at a time fill two cores; what Nx runs stays in one lane, because it writes one cache. */
const lanes: readonly (readonly Step[])[] = [
  [
    ['hygiene', faults(() => hygiene(sources(root)))],
    ['architecture', faults(() => architecture(sources(root)))],
    ['format', () => run('prettier', prettier)],
    ['typecheck', () => run('tsc', ['-p', '.', '--noEmit'])],
  ],
  [
    ['lint', () => nx('run', 'tools:lint-workspace')],
    ['canary', () => nx('run', 'tools:canary')],
    ['build', () => nx('run-many', '-t', 'build')],
    ['generated', faults(staleFiles)],
  ],
];

const known = [...lanes.flat().map(([name]) => name), 'specs', 'conformance'];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are ${known.join(', ')}.`);
  process.exit(2);
}
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

const counts: Count[] = [];

const report = (name: string, ok: boolean, since: number, output = '') => {
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${seconds.padStart(6)} s`);
  if (!ok) console.log(output.trimEnd().replace(/^/gmu, '       '));
};

const runLane = async (lane: readonly Step[]): Promise<void> => {
  for (const [name, runStep] of lane) {
    if (!isWanted(name)) continue;
    const since = performance.now();
    const { ok, output } = await runStep().catch((error: unknown) => ({
      ok: false,
      output: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }));
    report(name, ok, since, output);
    counts.push({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
  }
};

endChildrenOnSignal();
await Promise.all(lanes.map(runLane));
if (isWanted('specs')) {
  // Last and alone: specs that wait for real servers are the ones that suffer from a busy machine.
  const since = performance.now();
  // What the specs run from is there: see build.ts.
  if (isWanted('build')) process.env['FERRULE_BUILT'] = 'yes';
  recordCommands();
  const count = await runSpecs();
  report('specs', count.failed === 0, since);
  counts.push(count);
}
if (isWanted('conformance')) await runLane([['conformance', () => tool('conformance')]]);
const failed = counts.some((count) => count.failed > 0);
console.log(closingLine(counts));
process.exitCode = failed ? 1 : 0;
