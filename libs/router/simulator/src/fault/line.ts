import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';

/** How bytes travel at this moment. */
export interface Travel {
  readonly delayMs: number;
  /** undefined: in one piece. */
  readonly cut?: ((bytes: Buffer) => Iterable<Buffer>) | undefined;
  readonly pauseMs: number;
}

/** What a connection sends, slowed down and cut, and never out of order: a line that is empty and sound lets bytes through at once. */
export class Line {
  readonly #end = new AbortController();
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  push(bytes: Buffer, { delayMs, cut, pauseMs }: Travel, send: (bytes: Buffer) => void): void {
    if (this.#waiting === 0 && delayMs === 0 && cut === undefined) {
      send(bytes);
      return;
    }
    const due = performance.now() + delayMs;
    this.#enqueue(async () => {
      const left = due - performance.now();
      if (left > 0) await this.pause(left);
      if (cut === undefined) {
        send(bytes);
        return;
      }
      for (const piece of cut(bytes)) {
        if (this.#end.signal.aborted) return;
        send(piece);
        // Two writes in one turn may share a segment.
        await (pauseMs > 0 ? this.pause(pauseMs) : turn());
      }
    });
  }

  /** When everything before has been sent; at once where nothing waits. */
  after(act: () => void): void {
    if (this.#waiting === 0) act();
    else this.#enqueue(act);
  }

  /** Ends early with the connection, so that nothing outlives it. */
  async pause(ms: number): Promise<void> {
    try {
      await wait(ms, undefined, { signal: this.#end.signal });
    } catch {
      // The connection is gone, and whoever waited sees that for himself.
    }
  }

  close(): void {
    this.#end.abort();
  }

  #enqueue(act: () => void | Promise<void>): void {
    this.#waiting += 1;
    this.#last = this.#last.then(async () => {
      if (!this.#end.signal.aborted) await act();
      this.#waiting -= 1;
    });
  }
}
