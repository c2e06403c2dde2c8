/** Appends one after the other until it is told to end; how many there were. */
export interface Flow {
  /** How many were begun so far. */
  readonly begun: number;
  end(): Promise<number>;
}

export const flow = (appendNth: (n: number) => Promise<unknown>): Flow => {
  const stopping = new AbortController();
  let n = 0;
  const done = (async () => {
    for (; !stopping.signal.aborted; n += 1) await appendNth(n);
  })();
  return {
    get begun() {
      return n;
    },
    end: async () => {
      stopping.abort();
      await done;
      return n;
    },
  };
};
