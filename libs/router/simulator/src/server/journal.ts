export interface JournalEntry {
  readonly at: Date;
  /** Counted from 1 over the life of the simulator; 0 is the router itself. */
  readonly connection: number;
  readonly user: string | undefined;
  readonly words: readonly string[];
  /** Where the simulator itself failed at the command: the error and its place. */
  readonly failure?: string;
}

/** Every command that arrived, the newest `capacity` of them. */
export class Journal {
  readonly #capacity: number;
  #entries: JournalEntry[] = [];
  #total = 0;

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  /** How many there were, forgotten ones included. */
  get total(): number {
    return this.#total;
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries.slice(-this.#capacity);
  }

  add(entry: JournalEntry): void {
    this.#total += 1;
    this.#entries.push(entry);
    // Cutting rarely costs less than shifting each time.
    if (this.#entries.length >= 2 * this.#capacity)
      this.#entries = this.#entries.slice(-this.#capacity);
  }

  clear(): void {
    this.#entries = [];
  }
}
