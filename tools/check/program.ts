import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Entries of the programs that checks are made of; always run by the Node that runs this file. */
export const programs = {
  eslint: 'node_modules/eslint/bin/eslint.js',
  jest: 'node_modules/jest/bin/jest.js',
  nx: 'node_modules/nx/dist/bin/nx.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  tool: 'tools/run.mjs',
  tsc: 'node_modules/typescript/bin/tsc',
} as const;

export type Program = keyof typeof programs;

export const nodeFlags: Partial<Record<Program, readonly string[]>> = {
  jest: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
};

export interface Finished {
  readonly ok: boolean;
  readonly output: string;
}

const running = new Set<ChildProcess>();
let ending = false;

/** Runs a program; `live` passes its output through as it comes, otherwise it is collected. */
export const run = (
  program: Program,
  args: readonly string[],
  { live = false }: { live?: boolean } = {},
): Promise<Finished> =>
  new Promise((resolve) => {
    // Whoever waits is ended with everything else and has nothing more to say.
    if (ending) return;
    const child = spawn(
      process.execPath,
      [...(nodeFlags[program] ?? []), programs[program], ...args],
      {
        cwd: root,
        // A group of its own, so that a signal reaches its workers too.
        detached: true,
        stdio: live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
          NX_DAEMON: 'false',
          NX_TUI: 'false',
          NX_NO_CLOUD: 'true',
          PATH: `${root}node_modules/.bin:${process.env['PATH'] ?? ''}`,
        },
      },
    );
    running.add(child);
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', (error) => {
      running.delete(child);
      resolve({ ok: false, output: `${program} could not be started: ${error.message}\n` });
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      if (ending) return;
      const ended = signal === null ? '' : `${program} was ended by ${signal}\n`;
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString('utf8') + ended });
    });
  });

const signalAll = (signal: NodeJS.Signals): void => {
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(-pid, signal);
    } catch {
      // It ended in between.
    }
  }
};

/** Ctrl-C and a polite end take the children along; those that stay five seconds are killed. */
export const endChildrenOnSignal = (): void => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => {
      ending = true;
      signalAll('SIGINT');
      const deadline = Date.now() + 5000;
      const poll = setInterval(() => {
        if (running.size > 0 && Date.now() < deadline) return;
        clearInterval(poll);
        signalAll('SIGKILL');
        process.exit(code);
      }, 50);
    });
  }
};
