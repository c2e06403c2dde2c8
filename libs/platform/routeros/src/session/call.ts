import { RouterError, RouterTrap, type Attributes, type Trap } from '@ferrule/router-domain';

/** Where the answer of a call goes. Exactly one of `done` and `fail` is called, once. */
export interface CallSink {
  row(row: Attributes, bytes: number): void;
  done(result: Attributes): void;
  fail(error: RouterError): void;
}

export interface CallSettings {
  readonly words: readonly string[];
  readonly timeoutMs: number;
  /** Whether each row starts the timeout anew. */
  readonly restartedByRows: boolean;
}

/** One command from the moment it is asked for until it is settled, whoever settles it first. */
export class Call {
  readonly words: readonly string[];
  readonly #timeoutMs: number;
  readonly #restartedByRows: boolean;
  readonly #sink: CallSink;
  readonly #traps: Trap[] = [];
  #timer: NodeJS.Timeout | undefined;
  #onTimeout: (() => void) | undefined;
  #rows = 0;
  #sentAt: number | undefined;
  #state: 'waiting' | 'sent' | 'settled' = 'waiting';
  /** Whether whoever takes the rows has enough of them for now. */
  full = false;

  constructor({ words, timeoutMs, restartedByRows }: CallSettings, sink: CallSink) {
    this.words = words;
    this.#timeoutMs = timeoutMs;
    this.#restartedByRows = restartedByRows;
    this.#sink = sink;
  }

  isSettled(): boolean {
    return this.#state === 'settled';
  }

  /** Since it was written. Not of a stream, which takes as long as whoever takes its rows. */
  get roundTripSeconds(): number | undefined {
    return this.#sentAt === undefined ? undefined : (performance.now() - this.#sentAt) / 1000;
  }

  /** The timeout begins; `onTimeout` is to fail the call and to stop the router. */
  sent(onTimeout: () => void): void {
    this.#state = 'sent';
    if (!this.#restartedByRows) this.#sentAt = performance.now();
    this.#onTimeout = onTimeout;
    this.startTimer();
  }

  startTimer(): void {
    clearTimeout(this.#timer);
    if (this.#state === 'sent' && Number.isFinite(this.#timeoutMs))
      this.#timer = setTimeout(() => this.#expire(), Math.min(this.#timeoutMs, 2 ** 31 - 1));
  }

  /** In a process that was busy for so long the answer may be there and only not read yet. */
  #expire(): void {
    const rows = this.#rows;
    setImmediate(() => {
      // Silence that was asked for is none of the router's.
      if (this.isSettled() || this.full) return;
      if (this.#restartedByRows && this.#rows !== rows) this.startTimer();
      else this.#onTimeout?.();
    });
  }

  row(row: Attributes, bytes: number): void {
    if (this.isSettled()) return;
    this.#rows++;
    if (this.#restartedByRows) this.#timer?.refresh();
    this.#sink.row(row, bytes);
  }

  trap(trap: Trap): void {
    // The first ones tell what is wrong; a router gone mad may send them without end.
    if (this.#traps.length < 100) this.#traps.push(trap);
  }

  done(result: Attributes): void {
    const refusal = this.#refusal();
    if (refusal !== undefined) this.fail(refusal);
    else if (this.#settle()) this.#sink.done(result);
  }

  fail(error: RouterError): void {
    if (this.#settle()) this.#sink.fail(error);
  }

  /** Fails the call as not finished, unless the router has already said why. */
  failAs(code: RouterError['code'], message: string, cause?: unknown): void {
    const sent = this.#state === 'sent';
    this.fail(
      this.#refusal() ??
        new RouterError(code, message, cause === undefined ? { sent } : { sent, cause }),
    );
  }

  #refusal(): RouterTrap | undefined {
    const [first, ...others] = this.#traps;
    return first === undefined ? undefined : new RouterTrap([first, ...others]);
  }

  #settle(): boolean {
    if (this.isSettled()) return false;
    this.#state = 'settled';
    clearTimeout(this.#timer);
    this.#onTimeout = undefined;
    return true;
  }
}
