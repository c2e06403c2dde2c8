import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export type Env = Readonly<Record<string, string>>;

/** A module that runs before a program, in its process, and the words that it reads. */
export interface Prelude {
  readonly file: string;
  readonly words: readonly string[];
}

/** What Node is told to run a program of an app from its sources. */
export const fromSource = (file: string, prelude?: Prelude): readonly string[] => [
  `--import=${join(import.meta.dirname, 'swc-loader.mjs')}`,
  '--conditions=ferrule-source',
  ...(prelude === undefined ? [] : [`--import=${prelude.file}`]),
  join(root, 'apps', file),
  ...(prelude?.words ?? []),
];

/** A program of an app in a process of its own, and what it says. */
export class ServiceProcess {
  said = '';
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;

  constructor(
    file: string,
    env: Env,
    readonly url = '',
    prelude?: Prelude,
  ) {
    this.#child = spawn(process.execPath, fromSource(file, prelude), {
      cwd: root,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#closed = once(this.#child, 'close');
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (text: Buffer) => (this.said += text.toString()));
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** What ended it; everything that it said is there then. */
  async ended(): Promise<string> {
    await this.#closed;
    return this.#child.signalCode ?? `code ${String(this.#child.exitCode)}`;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<string> {
    this.#child.kill(signal);
    return this.ended();
  }

  /** Fails when it did not end well. */
  async succeeded(): Promise<void> {
    const end = await this.ended();
    if (end !== 'code 0') throw new Error(`it ended by ${end}: ${this.said}`);
  }
}
