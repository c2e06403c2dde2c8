import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A program of the audit service, or the API, in a process of its own, run from its sources. */
export class Instance {
  said = '';
  readonly process: ChildProcess;
  readonly #closed: Promise<unknown>;

  constructor(
    file: 'main.ts' | 'migrate.ts' | '../../api/src/main.ts',
    env: Readonly<Record<string, string>>,
    readonly url = '',
  ) {
    this.process = spawn(
      process.execPath,
      [
        `--import=${join(root, 'test/ground/swc-loader.mjs')}`,
        '--conditions=ferrule-source',
        join(root, 'apps/audit/src', file),
      ],
      { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#closed = once(this.process, 'close');
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on('data', (text: Buffer) => (this.said += text.toString()));
  }

  get isOver(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** What ended it; everything that it said is there then. */
  async ended(): Promise<string> {
    await this.#closed;
    return this.process.signalCode ?? `code ${String(this.process.exitCode)}`;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<string> {
    if (!this.isOver) this.process.kill(signal);
    return this.ended();
  }
}
