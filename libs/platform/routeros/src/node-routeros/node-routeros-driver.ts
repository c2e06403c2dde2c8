import {
  RouterError,
  RouterTrap,
  type Attributes,
  type CommandOptions,
  type RouterCommand,
  type RouterDriver,
  type RouterReply,
} from '@ferrule/router-domain';
import { RowBuffer } from '../driver/row-buffer.ts';
import { Call, type CallSink } from '../session/call.ts';
import { CommandTelemetry } from '../session/command-telemetry.ts';
import { commandWords } from '../session/command-words.ts';
import { defaultTuning, type RouterOsAddress, type RouterOsTuning } from '../session/settings.ts';
import { GuardedConnection } from './guarded-connection.ts';

export interface NodeRouterOsSettings
  extends RouterOsAddress, Partial<Pick<RouterOsTuning, 'commandTimeoutMs' | 'connectTimeoutMs'>> {}

/**
 * The package `node-routeros` behind the port, for those who know it: archived, and kept from ending
 * the process. What it cannot do it still cannot: no text beyond Windows-1252, no category of a
 * refusal, no bound on what is in flight, no way to hold rows back, and no `!empty`, on which the
 * connection is lost. `RouterOsDriver` can.
 */
export class NodeRouterOsDriver implements RouterDriver {
  readonly #settings: NodeRouterOsSettings;
  readonly #telemetry: CommandTelemetry;
  readonly #calls = new Set<Call>();
  #connection: GuardedConnection | undefined;
  #connected: Promise<GuardedConnection> | undefined;
  #isClosed = false;

  constructor(settings: NodeRouterOsSettings) {
    this.#settings = settings;
    this.#telemetry = new CommandTelemetry(settings.host);
  }

  async send(command: RouterCommand, options: CommandOptions = {}): Promise<RouterReply> {
    const { promise, resolve, reject } = Promise.withResolvers<RouterReply>();
    const rows: Attributes[] = [];
    const sink: CallSink = {
      row: (row) => rows.push(row),
      done: ({ ret }) => resolve(ret === undefined ? { rows } : { rows, ret }),
      fail: reject,
    };
    await this.#run(command, options, false, sink, async (connection, call) => {
      try {
        const answer = asRows(await connection.write(call.words));
        // It makes a row of what the command returned.
        const { ret, ...others } = answer.at(-1) ?? {};
        const returned = ret !== undefined && Object.keys(others).length === 0;
        for (const row of returned ? answer.slice(0, -1) : answer) call.row(row, 0);
        call.done(returned ? { ret } : {});
      } catch (error) {
        call.fail(
          new RouterTrap([{ message: error instanceof Error ? error.message : String(error) }]),
        );
      }
    });
    return await promise;
  }

  async *stream(
    command: RouterCommand,
    options: CommandOptions = {},
  ): AsyncGenerator<Attributes, void, void> {
    const buffer = new RowBuffer({ rows: Infinity, bytes: Infinity }, () => undefined);
    const sink: CallSink = {
      row: (row, bytes) => buffer.add(row, bytes),
      done: () => buffer.end(),
      fail: (error) => buffer.end(error),
    };
    let stop: (() => unknown) | undefined;
    const call = await this.#run(command, options, true, sink, (connection, sent) => {
      const rows = connection.stream(sent.words);
      stop = () => rows.stop().catch(() => undefined);
      rows.on('data', (row: unknown) => {
        for (const one of asRows([row])) sent.row(one, 0);
      });
      rows.on('trap', (row: unknown) =>
        sent.fail(new RouterTrap([{ message: asRows([row])[0]?.['message'] ?? '' }])),
      );
      rows.on('error', () => undefined);
      rows.on('done', () => {
        stop = undefined;
        sent.done({});
      });
    });
    try {
      for (;;) {
        const rows = await buffer.take();
        if (rows.length === 0) return;
        yield* rows;
      }
    } finally {
      // The router goes on until it is told, whoever settled the command.
      void stop?.();
      call.failAs('CANCELLED', 'nobody takes the rows any more');
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const error = new RouterError('CLOSED', 'the driver was closed', { sent: false });
    this.#connection?.end(error);
    this.#settle(error);
    await this.#connected?.catch(() => undefined);
  }

  async #run(
    command: RouterCommand,
    {
      timeoutMs = this.#settings.commandTimeoutMs ?? defaultTuning.commandTimeoutMs,
      signal,
    }: CommandOptions,
    restartedByRows: boolean,
    sink: CallSink,
    write: (connection: GuardedConnection, call: Call) => void | Promise<void>,
  ): Promise<Call> {
    const words = commandWords(command);
    const span = this.#telemetry.start(command.command);
    const onAbort = () => call.failAs('CANCELLED', 'the command was taken back', signal?.reason);
    const forget = () => {
      signal?.removeEventListener('abort', onAbort);
      this.#calls.delete(call);
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
    this.#calls.add(call);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    if (this.#isClosed) call.failAs('CLOSED', 'the driver was closed');
    if (call.isSettled()) return call;
    try {
      const connection = await this.#connect();
      if (call.isSettled()) return call;
      call.sent(() => call.failAs('TIMED_OUT', 'the router did not answer in time'));
      // Its answer may never come: nobody waits for it here.
      void write(connection, call);
    } catch (error) {
      if (error instanceof RouterError) call.failAs(error.code, error.message, error.cause);
      else call.failAs('UNREACHABLE', String(error), error);
    }
    return call;
  }

  #connect(): Promise<GuardedConnection> {
    if (this.#connected !== undefined) return this.#connected;
    const connected = this.#open();
    this.#connected = connected;
    connected.catch(() => {
      if (this.#connected === connected) this.#connected = undefined;
    });
    return connected;
  }

  async #open(): Promise<GuardedConnection> {
    const connection = new GuardedConnection(this.#settings, (error) => {
      if (this.#connection !== connection) return;
      this.#connection = undefined;
      this.#connected = undefined;
      this.#settle(error);
    });
    this.#connection = connection;
    await connection.connect(this.#settings.connectTimeoutMs ?? defaultTuning.connectTimeoutMs);
    return connection;
  }

  #settle(error: RouterError): void {
    for (const call of [...this.#calls]) call.failAs(error.code, error.message, error.cause);
  }
}

/** It speaks of `any`; what it gives are objects of texts. */
function asRows(rows: unknown): Attributes[] {
  if (!Array.isArray(rows)) return [];
  return rows.map((row: unknown) => {
    const entries = Object.entries(typeof row === 'object' && row !== null ? row : {});
    return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
  });
}
