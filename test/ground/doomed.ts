import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Fate } from './killed-child.ts';

/** Runs a sealer in a process of its own until it kills itself; what ended it. */
export const liveAndDie = async (fate: Fate): Promise<string> => {
  const child = spawn(
    process.execPath,
    [
      `--import=${join(import.meta.dirname, 'swc-loader.mjs')}`,
      '--conditions=ferrule-source',
      join(import.meta.dirname, 'killed-child.ts'),
      JSON.stringify(fate),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const overdue = setTimeout(() => child.kill('SIGTERM'), 20_000);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clearTimeout(overdue);
  return signal ?? `code ${String(code)}`;
};
