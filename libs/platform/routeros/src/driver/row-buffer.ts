import type { Attributes, RouterError } from '@ferrule/router-domain';

/** Rows between a router that is fast and a reader that need not be. */
export class RowBuffer {
  readonly #limit: number;
  readonly #balance: (full: boolean) => void;
  #rows: Attributes[] = [];
  #end: { readonly error?: RouterError } | undefined;
  #taker: PromiseWithResolvers<void> | undefined;

  /** `balance` hears when there are `limit` rows, and when they were taken. */
  constructor(limit: number, balance: (full: boolean) => void) {
    this.#limit = limit;
    this.#balance = balance;
  }

  add(row: Attributes): void {
    if (this.#rows.push(row) === this.#limit) this.#balance(true);
    this.#wake();
  }

  end(error?: RouterError): void {
    this.#end ??= error === undefined ? {} : { error };
    this.#wake();
  }

  /** All rows there are, when there is one; nothing when no more will come. */
  async take(): Promise<readonly Attributes[]> {
    while (this.#rows.length === 0) {
      if (this.#end?.error !== undefined) throw this.#end.error;
      if (this.#end !== undefined) return [];
      this.#taker = Promise.withResolvers();
      await this.#taker.promise;
    }
    const rows = this.#rows;
    this.#rows = [];
    if (rows.length >= this.#limit) this.#balance(false);
    return rows;
  }

  #wake(): void {
    this.#taker?.resolve();
    this.#taker = undefined;
  }
}
