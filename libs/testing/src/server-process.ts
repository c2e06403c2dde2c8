import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isFree } from './free-port.ts';
import { guardOwner, type OwnerGuard } from './owner-guard.ts';
import { evict, removeRecord, writeRecord } from './server-record.ts';

export interface ServerProgram {
  /** How sentences name it: `nats-server`. */
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Runs when nothing serves the data any more, right before the server is started. */
  readonly prepare?: () => Promise<void>;
  /** On the loopback interface; must be free before a start, or another's answer looks like ours. */
  readonly port: number;
  readonly account?: { readonly uid: number; readonly gid: number };
  readonly logFile: string;
  readonly recordFile: string;
  readonly stopSignal: NodeJS.Signals;
  /** Asked again and again until it says yes; a throw means that it never will. */
  readonly isReady: () => Promise<boolean>;
  readonly readyTimeout?: number;
  /** Removed when the owner dies without stopping the server. */
  readonly removeWithOwner?: string;
  /** Told when the server ends though nobody asked it to. */
  readonly onUnexpectedExit?: (error: Error) => void;
}

interface Run {
  readonly child: ChildProcess;
  readonly guard: OwnerGuard;
  readonly logStart: number;
  ended: string | undefined;
  /** From ready until it is asked to stop; before that, an end is told by `start` itself. */
  mustRun: boolean;
}

/**
 * A server that lives as long as this process at most. Nothing of it keeps the event loop alive, and
 * its output goes to a file, so that it never blocks on a reader.
 */
export class ServerProcess {
  readonly #program: ServerProgram;
  #run: Run | undefined;

  constructor(program: ServerProgram) {
    this.#program = program;
  }

  get pid(): number {
    const pid = this.#run?.child.pid;
    if (pid === undefined || !this.isRunning)
      throw new Error(`${this.#program.label} is not running`);
    return pid;
  }

  get isRunning(): boolean {
    return this.#run !== undefined && this.#run.ended === undefined;
  }

  async start(): Promise<void> {
    if (this.isRunning) return;
    const { label, port, recordFile, stopSignal, readyTimeout = 60_000 } = this.#program;
    await evict(recordFile, label, stopSignal);
    await this.#program.prepare?.();
    if (!(await isFree(port))) {
      throw new Error(`${label} cannot start: port ${port} of 127.0.0.1 is taken`);
    }
    const run = await this.#spawn();
    this.#run = run;
    const deadline = performance.now() + readyTimeout;
    while (run.ended === undefined) {
      if (await this.#ready()) {
        run.mustRun = true;
        return;
      }
      if (performance.now() > deadline) {
        await this.kill();
        throw new Error(`${label} was not ready within ${readyTimeout} ms:\n${this.#tail(run)}`);
      }
      await pause(10);
    }
    throw new Error(`${label} ended with ${run.ended} before it was ready:\n${this.#tail(run)}`);
  }

  async #ready(): Promise<boolean> {
    try {
      return await this.#program.isReady();
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  /** Asks it to stop, and kills it when it has not within ten seconds. */
  async stop(): Promise<void> {
    if (!(await this.#end(this.#program.stopSignal, 10_000))) await this.kill();
  }

  /** The end without a chance to tidy up, as in a crash. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL', 5_000);
  }

  async #end(signal: NodeJS.Signals, patience: number): Promise<boolean> {
    const run = this.#run;
    if (run === undefined || run.ended !== undefined) return true;
    run.mustRun = false;
    run.child.kill(signal);
    const deadline = performance.now() + patience;
    while (stillRuns(run)) {
      if (performance.now() > deadline) return false;
      await pause(5);
    }
    return true;
  }

  async #spawn(): Promise<Run> {
    const { command, args, env, account, logFile, label } = this.#program;
    const log = openSync(logFile, 'a');
    const logStart = fstatSync(log).size;
    try {
      const child = spawn(command, args, {
        stdio: ['ignore', log, log],
        detached: true,
        ...(env === undefined ? {} : { env }),
        ...account,
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', (cause) => {
          reject(new Error(`${label} could not be started from ${command}`, { cause }));
        });
      });
      child.unref();
      const pid = child.pid ?? 0;
      const { stopSignal, removeWithOwner, recordFile } = this.#program;
      const guard = guardOwner(pid, stopSignal, removeWithOwner);
      writeRecord(recordFile, pid);
      const run: Run = { child, guard, logStart, ended: undefined, mustRun: false };
      child.once('exit', (code, signal) => {
        this.#ended(run, signal ?? `code ${String(code)}`);
      });
      return run;
    } finally {
      closeSync(log);
    }
  }

  #ended(run: Run, how: string): void {
    run.ended = how;
    run.guard.dismiss();
    removeRecord(this.#program.recordFile, run.child.pid);
    if (!run.mustRun) return;
    const { label, onUnexpectedExit } = this.#program;
    onUnexpectedExit?.(new Error(`${label} ended with ${how}:\n${this.#tail(run)}`));
  }

  #tail(run: Run): string {
    const log = openSync(this.#program.logFile, 'r');
    try {
      const length = Math.min(fstatSync(log).size - run.logStart, 4_000);
      const buffer = Buffer.alloc(Math.max(length, 0));
      readSync(log, buffer, 0, buffer.length, fstatSync(log).size - buffer.length);
      return buffer.toString('utf8').trimEnd();
    } finally {
      closeSync(log);
    }
  }
}

/** A function, since the compiler does not see that an event sets it between two looks. */
function stillRuns(run: Run): boolean {
  return run.ended === undefined;
}
