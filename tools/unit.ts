/**
 * `npm run unit -- ipam --watch`: the unit specs whose path contains a word, again on every change.
 * A path to a spec file runs that file, whatever its kind; other flags go to Jest as they are.
 */
import { spawn } from 'node:child_process';
import { nodeFlags, programs, root } from './check/program.ts';

const args = process.argv.slice(2);
const words = args.filter((arg) => !arg.startsWith('-'));
const patterns = words.length === 0 ? [''] : words;
const child = spawn(
  process.execPath,
  [
    ...(nodeFlags.jest ?? []),
    programs.jest,
    // Starting a worker costs more than most unit specs.
    '--runInBand',
    '--watchman=false',
    // Jest's own --watch runs only what git calls changed; here a word was given and all of it runs.
    ...args
      .filter((arg) => arg.startsWith('-'))
      .map((arg) => (arg === '--watch' ? '--watchAll' : arg)),
    ...patterns.map((word) => (word.endsWith('.ts') ? word : `${word}.*\\.unit\\.spec\\.ts$`)),
  ],
  { cwd: root, stdio: 'inherit' },
);
// The terminal signals both; this process only has to outlive its child.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
