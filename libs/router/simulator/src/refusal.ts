/** The simulator cannot start, and its one sentence says why. */
export class SimulatorRefusal extends Error {
  override readonly name = 'SimulatorRefusal';
}

/** `ENOENT`, `EADDRINUSE`; undefined where the failure has none. */
export const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
