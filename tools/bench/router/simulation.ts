import { once } from 'node:events';
import { type Child, startChild } from './child.ts';
import type { Answer, Ask, FilledMenu } from './simulated.ts';
import type { Fault } from '@ferrule/router-simulator-core';

/** Simulated routers in a process of their own, so that their work is not on anybody else's core. */
export class Simulation {
  readonly ports: readonly number[];
  readonly #child: Child;
  /** Answers bear no number: one question at a time. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(child: Child, ports: readonly number[]) {
    this.#child = child;
    this.ports = ports;
  }

  static async start(routers = 1): Promise<Simulation> {
    const child = startChild('simulated.ts');
    const { ports = [] } = await ask(child, { do: 'start', routers });
    return new Simulation(child, ports);
  }

  /** Runs `work` with it and ends it whatever happens. */
  static async with<T>(routers: number, work: (its: Simulation) => Promise<T>): Promise<T> {
    const simulation = await Simulation.start(routers);
    try {
      return await work(simulation);
    } finally {
      await simulation.#child.end();
    }
  }

  #ask(question: Ask): Promise<Answer> {
    const answer = this.#last.then(() => ask(this.#child, question));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  get port(): number {
    return this.ports[0] ?? 0;
  }

  /** The ids of the new rows. */
  async fill(menu: FilledMenu, rows: number, router = 0): Promise<readonly string[]> {
    const { ids = [] } = await this.#ask({ do: 'fill', menu, rows, router });
    return ids;
  }

  /** The rows from a number on, all with one tag. */
  async fillTagged(menu: FilledMenu, rows: number, from: number, tag: string): Promise<void> {
    await this.#ask({ do: 'fill', menu, rows, router: 0, from, tag });
  }

  async setFault(fault: Fault): Promise<void> {
    await this.#ask({ do: 'fault', fault });
  }

  async clearFaults(): Promise<void> {
    await this.#ask({ do: 'no faults' });
  }

  async memory(): Promise<{ readonly rss: number; readonly peak: number }> {
    const { rssMiB = NaN, peakMiB = NaN } = await this.#ask({ do: 'memory' });
    return { rss: rssMiB, peak: peakMiB };
  }
}

const ask = async (child: Child, question: Ask): Promise<Answer> => {
  const stop = new AbortController();
  const { signal } = stop;
  const gone = once(child.process, 'exit', { signal }).then(() => ({ error: child.said() }));
  const answered = once(child.process, 'message', { signal }).then(([answer]) => answer as Answer);
  // Whichever is not awaited any more is taken back below.
  gone.catch(() => undefined);
  answered.catch(() => undefined);
  child.process.send(question);
  try {
    const answer = await Promise.race([answered, gone]);
    if (answer.error !== undefined) throw new Error(`the simulator: ${answer.error}`);
    return answer;
  } finally {
    stop.abort();
  }
};
