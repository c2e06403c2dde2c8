import { setTimeout as pause } from 'node:timers/promises';
import {
  RouterError,
  type Attributes,
  type CommandOptions,
  type RouterCommand,
  type RouterDriver,
  type RouterReply,
} from '@ferrule/router-domain';
import { Call, type CallSink } from '../session/call.ts';
import { CommandTelemetry } from '../session/command-telemetry.ts';
import { commandWords } from '../session/command-words.ts';
import type { Session } from '../session/session.ts';
import { defaultTuning, type RouterOsAddress, type RouterOsTuning } from '../session/settings.ts';
import { asRouterError, Backoff, openSession } from './connector.ts';
import { RowBuffer } from './row-buffer.ts';

export interface RouterOsEvents {
  connected(): void;
  /** The connection ended, or an attempt to make one failed. */
  disconnected(error: RouterError): void;
  lateReply(): void;
}

export interface RouterOsSettings extends RouterOsAddress, Partial<RouterOsTuning> {
  readonly events?: Partial<RouterOsEvents>;
}

const closedError = () => new RouterError('CLOSED', 'the driver was closed', { sent: false });

/** Refused for good: the same attempt again would only lock the account or ask the impostor again. */
const hopeless = new Set<RouterError['code']>(['LOGIN_REFUSED', 'UNTRUSTED', 'UNREADABLE']);

/**
 * The binary API over one connection, which is made when the first command needs it and again when
 * it was lost. A command that was not written yet goes over the next connection; one that was is
 * never repeated, because it may have been carried out.
 */
export class RouterOsDriver implements RouterDriver {
  readonly #settings: RouterOsSettings;
  readonly #telemetry: CommandTelemetry;
  readonly #tuning: RouterOsTuning;
  readonly #backoff: Backoff;
  readonly #closed = new AbortController();
  readonly #waiting = new Set<Call>();
  #session: Session | undefined;
  #connecting: Promise<void> | undefined;

  constructor(settings: RouterOsSettings) {
    this.#settings = settings;
    this.#telemetry = new CommandTelemetry(settings.host);
    this.#tuning = { ...defaultTuning, ...settings };
    // Commands would wait for ever, without a timeout: that one runs from when they are written.
    if (!(this.#tuning.inFlight >= 1))
      throw new RangeError(`inFlight must be 1 or more, not ${this.#tuning.inFlight}`);
    this.#backoff = new Backoff(this.#tuning.backoffMs);
  }

  #isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  async send(command: RouterCommand, options: CommandOptions = {}): Promise<RouterReply> {
    const { promise, resolve, reject } = Promise.withResolvers<RouterReply>();
    const rows: Attributes[] = [];
    let size = 0;
    const call = this.#submit(command, options, false, {
      row: (row, bytes) => {
        size += bytes;
        if (size <= this.#tuning.replyBytes) {
          rows.push(row);
          return;
        }
        this.#cutOff(call);
      },
      done: ({ ret }) => resolve(ret === undefined ? { rows } : { rows, ret }),
      fail: reject,
    });
    return await promise;
  }

  async *stream(
    command: RouterCommand,
    options: CommandOptions = {},
  ): AsyncGenerator<Attributes, void, void> {
    const { rowsAhead, replyBytes } = this.#tuning;
    const buffer = new RowBuffer({ rows: rowsAhead, bytes: replyBytes / 2 }, (full) => {
      call.full = full;
      if (!full) call.startTimer();
      this.#session?.balance();
    });
    const call = this.#submit(command, options, true, {
      row: (row, bytes) => {
        if (buffer.add(row, bytes) > replyBytes) this.#cutOff(call);
      },
      done: () => buffer.end(),
      fail: (error) => buffer.end(error),
    });
    try {
      for (;;) {
        const rows = await buffer.take();
        if (rows.length === 0) return;
        yield* rows;
      }
    } finally {
      this.#abandon(call, 'nobody takes the rows any more');
    }
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#refuseWaiting(closedError());
    const session = this.#session;
    session?.end(closedError());
    await Promise.all([session?.closed, this.#connecting]);
  }

  #submit(
    command: RouterCommand,
    { timeoutMs = this.#tuning.commandTimeoutMs, signal }: CommandOptions,
    restartedByRows: boolean,
    sink: CallSink,
  ): Call {
    const words = commandWords(command);
    const span = this.#telemetry.start(command.command);
    const onAbort = () => this.#abandon(call, 'the command was taken back', signal?.reason);
    const forget = () => {
      signal?.removeEventListener('abort', onAbort);
      this.#waiting.delete(call);
    };
    const call = new Call(
      { words, timeoutMs, restartedByRows },
      {
        row: (row, bytes) => sink.row(row, bytes),
        done: (result) => {
          forget();
          this.#telemetry.end(span, call, 'DONE');
          sink.done(result);
        },
        fail: (error) => {
          forget();
          this.#telemetry.end(span, call, error.code);
          sink.fail(error);
        },
      },
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    else if (this.#isClosed()) call.failAs('CLOSED', 'the driver was closed');
    else {
      this.#waiting.add(call);
      this.#pump();
    }
    return call;
  }

  #cutOff(call: Call): void {
    call.failAs('REPLY_TOO_LARGE', `over ${this.#tuning.replyBytes} bytes of rows`);
    this.#session?.interrupt(call);
  }

  #abandon(call: Call, message: string, cause?: unknown): void {
    if (call.isSettled()) return;
    call.failAs('CANCELLED', message, cause);
    this.#session?.interrupt(call);
  }

  #pump(): void {
    if (this.#session === undefined) {
      if (this.#waiting.size > 0) this.#connect();
      return;
    }
    for (const call of this.#waiting) {
      if (!this.#session.hasRoom) return;
      this.#waiting.delete(call);
      this.#session.run(call);
    }
  }

  #connect(): void {
    this.#connecting ??= this.#attempt().finally(() => {
      this.#connecting = undefined;
      this.#pump();
    });
  }

  /** Tries until there is a session, or nobody waits for one any more. */
  async #attempt(): Promise<void> {
    const patience = performance.now() + this.#tuning.patienceMs;
    const { failure, remaining: pauseMs } = this.#backoff;
    if (failure !== undefined && pauseMs > this.#tuning.patienceMs) this.#refuseWaiting(failure);
    while (this.#waiting.size > 0 && !this.#isClosed()) {
      try {
        const { remaining } = this.#backoff;
        if (remaining > 0) await pause(remaining, undefined, { signal: this.#closed.signal });
        await this.#open();
        return;
      } catch (cause) {
        if (this.#isClosed()) return;
        const error = asRouterError(cause);
        this.#backoff.failed(error);
        this.#settings.events?.disconnected?.(error);
        // Nobody is left waiting for an attempt that would come too late.
        const tooLate = performance.now() + this.#backoff.remaining >= patience;
        if (hopeless.has(error.code) || tooLate) this.#refuseWaiting(error);
      }
    }
  }

  async #open(): Promise<void> {
    const session = await openSession(
      this.#settings,
      this.#tuning,
      {
        room: () => this.#pump(),
        late: () => this.#settings.events?.lateReply?.(),
        ended: (ended, error) => this.#lost(ended, error),
      },
      this.#closed.signal,
    );
    // It may have ended, or the driver been closed, between its login and now.
    if (this.#isClosed()) session.end(closedError());
    if (session.ending !== undefined) throw session.ending;
    this.#session = session;
    this.#settings.events?.connected?.();
  }

  #lost(session: Session, error: RouterError): void {
    // While it is being opened, whoever opens it hears of it.
    if (this.#session !== session) return;
    this.#session = undefined;
    if (this.#isClosed()) return;
    // One that takes the login and nothing else is not back.
    if (session.answered) this.#backoff.succeeded();
    else this.#backoff.failed(error);
    this.#settings.events?.disconnected?.(error);
    this.#pump();
  }

  #refuseWaiting(error: RouterError): void {
    for (const call of [...this.#waiting]) call.failAs(error.code, error.message, error.cause);
  }
}
