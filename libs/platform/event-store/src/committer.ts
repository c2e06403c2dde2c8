import {
  type Append,
  type Appended,
  type EncodedAppend,
  encodeAppend,
  RefusedByDatabase,
  WrongExpectedVersion,
} from './append.ts';
import { appendBatchSize, appendRetries } from './metrics.ts';
import type { Queryable } from './queryable.ts';

interface Waiting {
  readonly append: Append;
  readonly encoded: EncodedAppend;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

export interface Verdict {
  readonly item: number;
  readonly outcome: 'appended' | 'duplicate' | 'conflict' | 'refused';
  readonly version: number;
  readonly detail: string | null;
}

export interface CommitterOptions {
  /** How many appends share a transaction at most. */
  readonly batch?: number;
  /** How many transactions are under way at once. */
  readonly slots?: number;
  /** How many times a batch that lost a deadlock or a serialization check is written again. */
  readonly attempts?: number;
}

/** A statement beyond this many bytes gains nothing by more; each append alone may be as large as it is. */
const LARGE = 8 * 1024 * 1024;

const RETRYABLE = new Set(['40P01', '40001']);
const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
/** Classes 22 and 23 of SQLSTATE: one append's own fault, not the database's. */
const isOneAppendsFault = (error: unknown): boolean => /^2[23]/.test(codeOf(error) ?? '');

/**
 * Writes what many handlers want written in few transactions, and answers each alone. While one
 * batch is being committed the next one gathers; that is where the throughput comes from.
 */
export class Committer {
  readonly #db: Queryable;
  readonly #committed: (withCommands: boolean) => void;
  readonly #batch: number;
  readonly #slots: number;
  readonly #attempts: number;
  #waiting: Waiting[] = [];
  /** Streams with an append under way. A second one waits, so that it is judged after the first. */
  readonly #busy = new Set<string>();
  #running = 0;
  #woken = false;
  #idle: (() => void)[] = [];

  constructor(
    db: Queryable,
    committed: (withCommands: boolean) => void,
    options: CommitterOptions = {},
  ) {
    this.#db = db;
    this.#committed = committed;
    this.#batch = options.batch ?? 64;
    this.#slots = options.slots ?? 2;
    this.#attempts = options.attempts ?? 5;
  }

  append(append: Append): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const encoded = encodeAppend(append);
      this.#waiting.push({ append, encoded, resolve, reject });
      // Deferred, so that everything that this turn of the event loop appends goes together.
      if (this.#running < this.#slots && !this.#woken) {
        this.#woken = true;
        setImmediate(() => this.#fill());
      }
    });
  }

  /** Resolves when nothing waits and nothing is under way. */
  async settled(): Promise<void> {
    if (this.#running > 0 || this.#waiting.length > 0)
      await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #fill(): void {
    this.#woken = false;
    while (this.#running < this.#slots) {
      const batch = this.#take();
      if (batch.length === 0) break;
      this.#running += 1;
      void this.#write(batch, false, 1).finally(() => {
        this.#running -= 1;
        for (const { append } of batch) this.#busy.delete(append.stream);
        this.#fill();
      });
    }
    if (this.#running === 0 && this.#waiting.length === 0)
      for (const idle of this.#idle.splice(0)) idle();
  }

  #take(): Waiting[] {
    const batch: Waiting[] = [];
    let bytes = 0;
    const later: Waiting[] = [];
    for (const [i, waiting] of this.#waiting.entries()) {
      if (batch.length === this.#batch || bytes > LARGE) {
        later.push(...this.#waiting.slice(i));
        break;
      }
      const { stream } = waiting.append;
      if (this.#busy.has(stream)) later.push(waiting);
      else {
        this.#busy.add(stream);
        bytes += waiting.encoded.bytes;
        batch.push(waiting);
      }
    }
    this.#waiting = later;
    return batch;
  }

  async #write(batch: readonly Waiting[], isolated: boolean, attempt: number): Promise<void> {
    try {
      const rows = await writeBatch(
        this.#db,
        batch.map(({ encoded }) => encoded),
        isolated,
      );
      this.#committed(batch.some(({ append }) => (append.commands?.length ?? 0) > 0));
      for (const verdict of rows) {
        const waiting = batch[verdict.item];
        if (waiting !== undefined) answer(waiting, verdict);
      }
    } catch (error) {
      const again = isOneAppendsFault(error) && !isolated;
      const lost = RETRYABLE.has(codeOf(error) ?? '') && attempt < this.#attempts;
      if (!again && !lost) {
        for (const { reject } of batch) reject(error);
        return;
      }
      appendRetries.add(1);
      await this.#write(batch, isolated || again, attempt + 1);
    }
  }
}

/** One call, and so one transaction unless the caller's goes on. */
export const writeBatch = async (
  db: Queryable,
  batch: readonly EncodedAppend[],
  isolated: boolean,
): Promise<readonly Verdict[]> => {
  for (const [n, encoded] of batch.entries()) for (const event of encoded.events) event.n = n;
  const items = JSON.stringify(batch.map(({ item }, n) => ({ n, ...item })));
  const events = JSON.stringify(batch.flatMap((encoded) => encoded.events));
  const { rows } = await db.query<Verdict>({
    name: 'event-store-append',
    text: 'select item, outcome, version, detail from append($1, $2, $3)',
    values: [items, events, isolated],
  });
  appendBatchSize.record(batch.length);
  return rows;
};

const answer = ({ append, resolve, reject }: Waiting, verdict: Verdict): void => {
  switch (verdict.outcome) {
    case 'appended':
    case 'duplicate':
      resolve({ outcome: verdict.outcome, version: verdict.version });
      return;
    case 'conflict':
      reject(new WrongExpectedVersion(append.stream, append.expected, verdict.version));
      return;
    case 'refused':
      reject(new RefusedByDatabase(append.stream, verdict.detail ?? 'a constraint'));
  }
};
