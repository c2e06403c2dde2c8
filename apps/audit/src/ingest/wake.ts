/** Something to do, or nothing for a while: whichever comes first. */
export class Wake {
  #due = false;
  #resume: (() => void) | undefined;

  readonly now = (): void => {
    this.#due = true;
    this.#resume?.();
  };

  async wait(ms: number, signal: AbortSignal): Promise<void> {
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
    this.#due = false;
  }
}
