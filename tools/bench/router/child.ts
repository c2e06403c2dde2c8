import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How a job came out that had a process to itself. */
export type Ending<T> =
  | { readonly ended: 'settled'; readonly value: T }
  | { readonly ended: 'hung' }
  | { readonly ended: 'crashed'; readonly said: string };

export interface Child {
  readonly process: ChildProcess;
  /** The last words on its error output. */
  readonly said: (this: void) => string;
  readonly end: (this: void) => Promise<void>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

const lastWords = (text: string): string =>
  /^\w*(?:Error|Exception)\b.*$/mu.exec(text)?.[0] ?? text.trim().split('\n').at(-1) ?? '';

/** One of the programs beside this file. It ends with its parent, whatever it is busy with. */
export const startChild = (program: string): Child => {
  const child = fork(join(import.meta.dirname, program), {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-8_192)));
  running.add(child);
  child.once('exit', () => running.delete(child));
  return {
    process: child,
    said: () => lastWords(text),
    end: async () => {
      if (!running.has(child)) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
};

/** One job, one answer, one process: what it does to the process is part of the answer. */
export const runJob = async <T>(
  program: string,
  job: object,
  timeoutMs: number,
): Promise<Ending<T>> => {
  const { process: child, said, end } = startChild(program);
  const { promise, resolve } = Promise.withResolvers<Ending<T>>();
  child.once('message', (value) => resolve({ ended: 'settled', value: value as T }));
  // Not `exit`: by then its last words may not have been read.
  child.once('close', () => resolve({ ended: 'crashed', said: said() }));
  const timer = setTimeout(() => resolve({ ended: 'hung' }), timeoutMs);
  child.send(job);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await end();
  }
};
