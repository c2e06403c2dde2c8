/** A command that has not ended. */
export class Running {
  readonly tag: string | undefined;
  /** Nothing more is said of it: it was cancelled, or its connection is gone. */
  orphaned = false;
  #stop: (() => void) | undefined;

  constructor(tag: string | undefined) {
    this.tag = tag;
  }

  onStop(stop: () => void): void {
    if (this.orphaned) stop();
    else this.#stop = stop;
  }

  stop(): void {
    this.orphaned = true;
    this.#stop?.();
  }
}
