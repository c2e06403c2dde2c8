export interface FuzzOptions {
  readonly count: number;
  /** Of the first; the next one's is one more. */
  readonly seed: number;
}

/** `[COUNT] [SEED]`; a seed that nobody types is drawn. */
export const readOptions =
  (usual: number) =>
  (args: readonly string[]): FuzzOptions => {
    const [count = usual, seed = Math.floor(Math.random() * 1e9)] = args.map((text) => {
      const number = Number(text);
      if (Number.isSafeInteger(number) && number >= 0) return number;
      throw new TypeError(`not a number: ${text}`);
    });
    return { count, seed };
  };
