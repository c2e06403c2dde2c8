import { once } from 'node:events';
import { join } from 'node:path';
import { type ChildProcess, fork } from 'node:child_process';
import type { DbosAsk } from './dbos-child.ts';

/** dbos-sdk in a process of its own, as a service would run it. */
export class Dbos {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(postgresUrl: string): Promise<Dbos> {
    const url = new URL(postgresUrl);
    url.pathname = '/dbos_bench';
    const child = fork(join(import.meta.dirname, 'dbos-child.ts'), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const dbos = new Dbos(child);
    await dbos.#ask({ url: url.toString() });
    return dbos;
  }

  /** Workflows a second, so many side by side. */
  async workflows(callers: number, ms: number): Promise<number> {
    const { perSecond = NaN } = await this.#ask({ callers, ms });
    return perSecond;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }

  async #ask(ask: DbosAsk): Promise<{ perSecond?: number }> {
    this.#child.send(ask);
    const [answer] = (await once(this.#child, 'message')) as [
      { perSecond?: number; error?: string },
    ];
    if (answer.error !== undefined) throw new Error(`dbos: ${answer.error}`);
    return answer;
  }
}
