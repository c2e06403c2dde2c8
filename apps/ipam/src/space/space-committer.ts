import { HandledBefore, PgEventStore, WrongExpectedVersion } from '@ferrule/event-store';
import { isDisconnection } from '@ferrule/service';
import type pg from 'pg';
import { Stale } from './ground.ts';
import { VlansBusy } from './load-ground.ts';
import { inTransaction } from '../transaction.ts';
import { transact, type Verdict } from './space-transaction.ts';
import type { Work } from './work.ts';

interface Waiting {
  readonly work: Work<unknown>;
  /** Its space was locked by another process: it waits for it, and nobody else does. */
  readonly patient: boolean;
  readonly attempt: number;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface SpaceCommitterOptions {
  /** How much work shares a transaction at most. */
  readonly batch?: number;
  /** How many transactions are under way at once. */
  readonly slots?: number;
}

const ATTEMPTS = 20;
/** So that there are some left for the other transactions. */
const SPACES_AT_ONCE = 16;
/** Deadlock, serialization, a statement or a transaction that took too long. */
const RETRYABLE = new Set(['40P01', '40001', '57014', '25P04', '55P03']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whoever is at fault, the others in its transaction are not. */
const isOnesFault = (error: unknown): boolean =>
  error instanceof WrongExpectedVersion ||
  error instanceof HandledBefore ||
  /^2[23]/.test(codeOf(error));

/**
 * Takes all that waits for spaces together: while one transaction is being written the next one
 * gathers, whichever spaces it is about. A space that another process has locked is left out and
 * waited for apart, so that one never waits for another.
 */
export class SpaceCommitter {
  readonly #pool: pg.Pool;
  readonly #store: PgEventStore;
  readonly #batch: number;
  readonly #slots: number;
  #waiting: Waiting[] = [];
  readonly #busy = new Set<number | string>();
  #running = 0;
  #woken = false;

  constructor(pool: pg.Pool, store: PgEventStore, options: SpaceCommitterOptions = {}) {
    this.#pool = pool;
    this.#store = store;
    this.#batch = options.batch ?? 128;
    this.#slots = options.slots ?? 4;
  }

  /** The answer, or `duplicate` for a message that was handled before. */
  run<Answer>(work: Work<Answer>): Promise<Answer | 'duplicate'> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        work,
        patient: false,
        attempt: 1,
        resolve: (answer) => resolve(answer as Answer | 'duplicate'),
        reject,
      });
      this.#wake();
    });
  }

  /** Deferred, so that everything that this turn of the event loop asks for goes together. */
  #wake(): void {
    if (this.#woken || this.#running >= this.#slots) return;
    this.#woken = true;
    setImmediate(() => this.#fill());
  }

  #fill(): void {
    this.#woken = false;
    while (this.#running < this.#slots) {
      const batch = this.#take();
      if (batch.length === 0) return;
      this.#running += 1;
      void this.#write(batch).finally(() => {
        this.#running -= 1;
        for (const { work } of batch) for (const key of keysOf(work)) this.#busy.delete(key);
        this.#fill();
      });
    }
  }

  /** What is not about a space or a stream that another transaction is about. */
  #take(): Waiting[] {
    const batch: Waiting[] = [];
    const streams = new Set<string>();
    const spaces = new Set<number>();
    const later: Waiting[] = [];
    for (const waiting of this.#waiting) {
      const { work } = waiting;
      const more = work.spaces.filter((space) => !spaces.has(space)).length;
      const isFree =
        batch.length < this.#batch &&
        (more === 0 || spaces.size + more <= SPACES_AT_ONCE) &&
        mayShare(batch[0], waiting) &&
        !keysOf(work).some((key) => this.#busy.has(key)) &&
        !work.streams.some((stream) => streams.has(stream));
      if (isFree) {
        batch.push(waiting);
        for (const stream of work.streams) streams.add(stream);
        for (const space of work.spaces) spaces.add(space);
      } else later.push(waiting);
    }
    for (const { work } of batch) for (const key of keysOf(work)) this.#busy.add(key);
    this.#waiting = later;
    return batch;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      const verdicts = await this.#transaction(batch);
      for (const [place, waiting] of batch.entries()) this.#settle(waiting, verdicts[place]);
    } catch (error) {
      if (isOnesFault(error) && batch.length > 1) for (const one of batch) await this.#write([one]);
      else for (const waiting of batch) this.#again(waiting, error);
    }
  }

  async #transaction(batch: readonly Waiting[]): Promise<readonly Verdict[]> {
    const works = batch.map(({ work }) => work);
    const wait = batch.some(({ patient }) => patient);
    const verdicts = await inTransaction(this.#pool, (client) =>
      transact(client, this.#store, works, { wait }),
    );
    this.#store.committed();
    return verdicts;
  }

  #settle(waiting: Waiting, verdict: Verdict | undefined): void {
    if (verdict === undefined || 'locked' in verdict) this.#later({ ...waiting, patient: true });
    else if ('duplicate' in verdict) waiting.resolve('duplicate');
    else if ('refused' in verdict) waiting.reject(verdict.refused);
    else waiting.resolve(verdict.answer);
  }

  #again(waiting: Waiting, error: unknown): void {
    // What became of it the inbox and the expected versions tell: to try again does no harm.
    const lost =
      RETRYABLE.has(codeOf(error)) || error instanceof VlansBusy || isDisconnection(error);
    if (!lost || waiting.attempt === ATTEMPTS) waiting.reject(error);
    // Time for the other transaction to end.
    else
      setTimeout(() => this.#later({ ...waiting, attempt: waiting.attempt + 1 }), waiting.attempt);
  }

  #later(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#wake();
  }
}

/** Who waits for a lock shares it with those that need no other. */
const mayShare = (first: Waiting | undefined, { work, patient }: Waiting): boolean => {
  if (first === undefined) return true;
  return first.patient ? work.spaces.every((space) => first.work.spaces.includes(space)) : !patient;
};

const keysOf = ({ spaces, streams }: Work<unknown>): readonly (number | string)[] => [
  ...spaces,
  ...streams,
];

/** What was decided on has moved on since: look again, decide again. */
export const isStale = (error: unknown): boolean =>
  error instanceof WrongExpectedVersion || error instanceof Stale;
