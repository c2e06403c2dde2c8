/** The box around a router, as far as the router itself has to do with it. */
export interface Housing {
  /** Told of errors that are no refusals: faults of the simulator itself. */
  failed(error: unknown, during: string): void;
  /** When what was just asked has been answered: with what it holds, or with another state. Throws where that one is not for this router. */
  restart(state?: unknown): void;
  switchOff(): void;
  /** Whether somebody holds safe mode. */
  isSafe(): boolean;
}
