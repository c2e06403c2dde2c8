/** What the API puts into `=category=`. */
export type TrapCategory = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A refusal as the router words it. */
export class Trap extends Error {
  override readonly name = 'Trap';
  readonly category: TrapCategory | undefined;

  constructor(message: string, category?: TrapCategory) {
    // It is an answer and no fault of ours: nobody asks where it was made, and to note that takes longer than an `add`.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
    this.category = category;
  }
}

export const noMatch = (argument: string) =>
  new Trap(`input does not match any value of ${argument}`, 1);

export const ambiguous = (argument: string) =>
  new Trap(`ambiguous value of ${argument}, more than one possible value matches input`, 1);

export const outOfRange = (argument: string, range: string) =>
  new Trap(`value of ${argument} out of range (${range})`, 1);

/** With reasons, the router writes each of them on an indented line of its own. */
export const invalidValue = (argument: string, reasons: readonly string[] = []) =>
  new Trap(
    [
      `invalid value for argument ${argument}${reasons.length > 0 ? ':' : ''}`,
      ...reasons.map((reason) => `    ${reason}`),
    ].join('\n'),
    1,
  );

/** A fault of the simulator itself. Nobody published how a router says that. */
export const internalError = () => new Trap('failure: internal error', 4);

export const failure = (text: string) => new Trap(`failure: ${text}`);
