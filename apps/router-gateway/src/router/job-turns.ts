/** One after the other within a job, side by side otherwise, and never more than so many at once. */
export class JobTurns {
  readonly #parallel: number;
  readonly #last = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(parallel: number) {
    this.#parallel = parallel;
  }

  /** Runs the work when it is its turn; its failure is nobody else's. */
  async take<T>(jobId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(jobId);
    const done = Promise.withResolvers<void>();
    this.#last.set(jobId, done.promise);
    try {
      await before;
      await this.#enter();
      try {
        return await work();
      } finally {
        this.#leave();
      }
    } finally {
      if (this.#last.get(jobId) === done.promise) this.#last.delete(jobId);
      done.resolve();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#parallel) {
      this.#running += 1;
      return;
    }
    // Whoever leaves hands its place on.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
