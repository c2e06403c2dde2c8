import type { Socket } from 'node:net';
import { SentenceDecoder, WireError } from '@ferrule/routeros';
import type { Asker, Outcome } from '../command/call.ts';
import { execute, readSentence } from '../command/execute.ts';
import type { Sentence } from '../command/execute.ts';
import { internalError, Trap } from '../menu/trap.ts';
import type { Pair } from '../state/view.ts';
import { toText } from '../state/text.ts';
import { connectionCommands } from './connection-commands.ts';
import type { Device } from './device.ts';
import { Outgoing } from './outgoing.ts';
import { Running } from './running.ts';

/** Nobody who has not logged in may make the router keep more than this. */
const strangersBytes = 4096;
const strangersSentences = 16;

const flushAt = 65_536;

/** One client: its session, the commands that it has running, what goes out to it. */
export class Connection {
  readonly id: number;
  readonly device: Device;
  readonly socket: Socket;
  asker: Asker | undefined;
  readonly running = new Set<Running>();
  readonly #outgoing: Outgoing;
  readonly #decoder = new SentenceDecoder({ encoding: 'latin1' });
  /** Prints that go on when the client has read. */
  readonly #waiting: (() => void)[] = [];
  #strangers = 0;
  #unread = 0;
  #ended = false;

  constructor(id: number, device: Device, socket: Socket) {
    this.id = id;
    this.device = device;
    this.socket = socket;
    const send = (bytes: Buffer) => {
      if (socket.writable) socket.write(bytes);
    };
    this.#outgoing = new Outgoing((bytes) => {
      const { interceptor } = device;
      if (interceptor?.outgoing === undefined) send(bytes);
      else interceptor.outgoing(this, bytes, send);
    });
    socket.setNoDelay(true);
    socket.on('drain', () => this.#waiting.splice(0).forEach((go) => go()));
    socket.on('data', (chunk) => this.#receive(chunk));
    // What went wrong with a client's connection is told by its close.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#closed());
  }

  get user(): string | undefined {
    return this.asker?.user;
  }

  reply(kind: '!re' | '!done' | '!trap' | '!empty', words: readonly string[], tag?: string): void {
    const sentence: string[] = [kind];
    const tagWord = tag === undefined ? undefined : `.tag=${tag}`;
    if (tagWord !== undefined && this.device.tagFirst) sentence.push(tagWord);
    for (const word of words) sentence.push(word);
    if (tagWord !== undefined && !this.device.tagFirst) sentence.push(tagWord);
    this.#outgoing.add(sentence);
    if (this.#outgoing.bytes > flushAt) this.#outgoing.flush();
  }

  trap({ message, category }: Trap, tag?: string): void {
    const words = [`=message=${message}`];
    if (category !== undefined) words.unshift(`=category=${category}`);
    this.reply('!trap', words, tag);
  }

  /** Says why, and closes. */
  fatal(reason: string): void {
    this.#outgoing.add(['!fatal', reason]);
    this.#outgoing.flush();
    this.#ended = true;
    this.socket.end();
  }

  /** Sends what waits, and closes; what still arrives is not heard. */
  end(): void {
    this.#outgoing.flush();
    this.#ended = true;
    this.socket.destroySoon();
  }

  /** Sends these bytes as they are, after what is waiting. */
  raw(bytes: Buffer): void {
    this.#outgoing.flush();
    this.socket.write(bytes);
  }

  #receive(chunk: Buffer): void {
    if (this.#ended) return;
    this.#unread += chunk.length;
    try {
      this.#decoder.push(chunk, (words) => {
        this.#unread = 0;
        if (!this.#ended) this.#arrived(words);
      });
    } catch (error) {
      if (!(error instanceof WireError)) this.device.failed(error, 'reading', this);
      this.socket.destroy();
      return;
    }
    if (this.asker === undefined && this.#decoder.midSentence && this.#unread > strangersBytes)
      this.socket.destroy();
    else this.#holdBack();
  }

  /** A client that does not read is not read either. */
  #holdBack(): void {
    if (this.socket.writableLength < 16 * flushAt || this.socket.isPaused()) return;
    this.socket.pause();
    this.socket.once('drain', () => this.socket.resume());
  }

  #arrived(words: string[]): void {
    const { device } = this;
    device.journal.add({
      at: device.time,
      connection: this.id,
      user: this.user,
      words: words.map(toText),
    });
    device.record.note(this.user, words);
    const sentence = readSentence(words);
    if (this.asker === undefined) {
      this.#strangers += 1;
      if (sentence.command !== '/login' || this.#strangers > strangersSentences) {
        this.fatal('not logged in');
        return;
      }
    }
    const refuse = (error: unknown) => this.#judged(this.#asTrap(error, words), sentence, words);
    try {
      const verdict = device.interceptor?.arrived?.(this, words) ?? 'run';
      if (verdict instanceof Promise)
        void verdict.then((settled) => this.#judged(settled, sentence, words)).catch(refuse);
      else this.#judged(verdict, sentence, words);
    } catch (error) {
      refuse(error);
    }
  }

  /** A refusal, or what stands for one where the simulator itself has failed. */
  #asTrap(error: unknown, [command = '']: readonly string[]): Trap {
    if (error instanceof Trap) return error;
    this.device.failed(error, command, this);
    return internalError();
  }

  #judged(verdict: Trap | 'run' | 'drop' | 'mute', sentence: Sentence, words: string[]): void {
    if (this.#ended || verdict === 'drop') return;
    if (verdict instanceof Trap) {
      this.trap(verdict, sentence.tag);
      this.reply('!done', [], sentence.tag);
      return;
    }
    const running = new Running(sentence.tag);
    running.orphaned = verdict === 'mute'; // Cancelled or mute, it is the same silence.
    const own = connectionCommands.get(sentence.command);
    if (own === undefined) this.#run(sentence, words, running);
    else this.#answer(running, words, () => own(this, sentence));
  }

  #run(sentence: Sentence, words: string[], running: Running): void {
    try {
      const outcome = execute(sentence, {
        router: this.device.router,
        asker: this.asker ?? nobody,
        emit: (row) => this.#emit(row, running),
        onCancel: (stop) => running.onStop(stop),
      });
      if (!(outcome instanceof Promise)) {
        this.#conclude(outcome, running, words);
        return;
      }
      this.running.add(running);
      void outcome.then(
        (value) => this.#conclude(value, running, words),
        (error: unknown) => this.#refused(error, running, words),
      );
    } catch (error) {
      this.#refused(error, running, words);
    }
  }

  #emit(row: readonly Pair[], { tag, orphaned }: Running): void {
    if (orphaned) return;
    this.reply(
      '!re',
      row.map(([name, value]) => `=${name}=${value}`),
      tag,
    );
  }

  #conclude(outcome: Outcome | undefined, running: Running, words: string[]): void {
    this.#afterFaults(running, words, () => {
      if (outcome?.rows === undefined) this.#done(outcome, running);
      else this.#pump(outcome, running, words, outcome.rows[Symbol.iterator]());
    });
  }

  #refused(error: unknown, running: Running, words: string[]): void {
    const trap = this.#asTrap(error, words);
    this.#afterFaults(running, words, () => {
      throw trap;
    });
  }

  #afterFaults(running: Running, words: string[], reply: () => void): void {
    const proceed = (settled: 'reply' | 'drop') => {
      if (settled === 'reply' && !running.orphaned) this.#answer(running, words, reply);
      else this.running.delete(running);
    };
    const failed = (error: unknown) => {
      this.#answer(running, words, () => {
        throw error;
      });
    };
    try {
      const fate = this.device.interceptor?.executed?.(this, words) ?? 'reply';
      if (fate instanceof Promise) {
        this.running.add(running);
        void fate.then(proceed, failed);
      } else proceed(fate);
    } catch (error) {
      failed(error);
    }
  }

  /** Nothing that goes wrong while a command is answered may end more than the command. */
  #answer(running: Running, words: readonly string[], reply: () => void): void {
    try {
      reply();
    } catch (error) {
      this.trap(this.#asTrap(error, words), running.tag);
      this.#done(undefined, running);
    }
  }

  /** Rows go as fast as they are read; other commands have their turn between two handfuls of them. */
  #pump(
    outcome: Outcome,
    running: Running,
    words: string[],
    rows: Iterator<readonly Pair[]>,
  ): void {
    for (let count = 0; count < 256; count += 1) {
      if (running.orphaned) return;
      const next = rows.next();
      if (next.done === true) {
        this.#done(outcome, running);
        return;
      }
      this.#emit(next.value, running);
    }
    this.running.add(running);
    const go = () => this.#answer(running, words, () => this.#pump(outcome, running, words, rows));
    if (this.socket.writableNeedDrain) this.#waiting.push(go);
    else setImmediate(go);
  }

  #done(outcome: Outcome | undefined, running: Running): void {
    this.running.delete(running);
    if (outcome?.query === true && this.device.router.profile.saysEmpty)
      this.reply('!empty', [], running.tag);
    this.reply('!done', outcome?.ret === undefined ? [] : [`=ret=${outcome.ret}`], running.tag);
  }

  #closed(): void {
    this.#ended = true;
    for (const running of this.running) running.stop();
    this.running.clear();
    try {
      this.device.closed(this);
    } catch (error) {
      this.device.failed(error, 'closing', this);
    }
  }
}

const nobody: Asker = { user: '', may: () => false };
