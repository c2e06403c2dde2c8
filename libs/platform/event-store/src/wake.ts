/** Something to do, or nothing for a while: whichever comes first. */
export class Wake {
  #due = false;
  #resume: (() => void) | undefined;

  /** What comes while nobody waits is not slept over by the next who does. */
  readonly now = (): void => {
    this.#due = true;
    this.#resume?.();
  };

  /** Whether it was woken, rather than tired of waiting. */
  async wait(ms: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#due && !signal.aborted)
      await new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          this.#resume = undefined;
          resolve();
        };
        const timer = setTimeout(end, ms);
        this.#resume = end;
        signal.addEventListener('abort', end, { once: true });
      });
    const woken = this.#due;
    this.#due = false;
    return woken;
  }
}
