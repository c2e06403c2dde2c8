import type { Attributes, RouterError } from '@ferrule/router-domain';

export interface RowLimits {
  readonly rows: number;
  /** As the router sent them. */
  readonly bytes: number;
}

/** Rows between a router that is fast and a reader that need not be. */
export class RowBuffer {
  readonly #limits: RowLimits;
  readonly #balance: (full: boolean) => void;
  #rows: Attributes[] = [];
  #bytes = 0;
  #full = false;
  #end: { readonly error?: RouterError } | undefined;
  #taker: PromiseWithResolvers<void> | undefined;

  /** `balance` hears when one of the limits is reached, and when the rows were taken. */
  constructor(limits: RowLimits, balance: (full: boolean) => void) {
    this.#limits = limits;
    this.#balance = balance;
  }

  /** The bytes of all rows that wait to be taken. */
  add(row: Attributes, bytes: number): number {
    this.#bytes += bytes;
    const rows = this.#rows.push(row);
    if (!this.#full && (rows >= this.#limits.rows || this.#bytes >= this.#limits.bytes)) {
      this.#full = true;
      this.#balance(true);
    }
    this.#wake();
    return this.#bytes;
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
    this.#bytes = 0;
    if (this.#full) {
      this.#full = false;
      this.#balance(false);
    }
    return rows;
  }

  #wake(): void {
    this.#taker?.resolve();
    this.#taker = undefined;
  }
}
