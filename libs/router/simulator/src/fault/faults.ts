import { encodeSentence } from '@ferrule/routeros';
import type { Connection } from '../server/connection.ts';
import type { Interceptor, Verdict } from '../server/interceptor.ts';
import type { Box } from '../box.ts';
import { breakLine } from './break-line.ts';
import { afterCommand, beforeCommand } from './command-faults.ts';
import type { CommandFaultWithMatch, Fault } from './fault.ts';
import { isLineFault } from './fault.ts';
import { Line } from './line.ts';
import type { Travel } from './line.ts';
import { meets, meetsConnection, tell } from './matching.ts';
import type { Told } from './matching.ts';
import { RateClamp } from './rate-clamp.ts';
import { readFault } from './read-fault.ts';
import { pieces } from './travel.ts';
import { Waiting } from './waiting.ts';

/** A fault that was set, and what became of it. */
export interface SetFault {
  readonly id: number;
  readonly fault: Fault;
  /** Commands that matched, whether it struck or not; for a fault of whole connections, what was sent. */
  readonly matched: number;
  readonly struck: number;
}

interface Live {
  readonly id: number;
  readonly fault: Fault;
  readonly clamp: RateClamp | undefined;
  matched: number;
  struck: number;
}

/** A command that a fault strikes. */
export interface Strike {
  readonly fault: CommandFaultWithMatch;
  readonly clamp: RateClamp | undefined;
}

/** What is known of one connection beside what it knows itself. */
interface Client {
  readonly line: Line;
  readonly waiting: Waiting;
  /** Broken by a fault; what it still sends is not heard. */
  broken: boolean;
  /** Breaks when so many more bytes have gone out. */
  cut: { bytes: number; readonly how: 'reset' | 'end' } | undefined;
}

/** The faults of one router. As soon as one is set they take the place of its interceptor, and keep it. */
export class Faults implements Interceptor {
  readonly router: Box;
  readonly #live = new Map<number, Live>();
  readonly #clients = new WeakMap<Connection, Client>();
  readonly #struck = new WeakMap<readonly string[], readonly Strike[]>();
  #nextId = 1;
  #downUntil = 0;
  #drawn = 1;

  constructor(router: Box) {
    this.router = router;
  }

  /** Its id. Throws `FaultError` for what is no fault. */
  add(fault: Fault): number {
    const read = readFault(fault);
    this.router.interceptor = this;
    const id = this.#nextId;
    this.#nextId += 1;
    const clamp = read.do === 'clamp' ? new RateClamp(read) : undefined;
    this.#live.set(id, { id, fault: read, clamp, matched: 0, struck: 0 });
    return id;
  }

  /** Whether there was one. What it holds back already goes on its way. */
  remove(id: number): boolean {
    this.#live.get(id)?.clamp?.release();
    return this.#live.delete(id);
  }

  clear(): void {
    for (const id of [...this.#live.keys()]) this.remove(id);
  }

  get list(): readonly SetFault[] {
    return Array.from(this.#live.values(), ({ id, fault, matched, struck }) => ({
      id,
      fault,
      matched,
      struck,
    }));
  }

  /** Resets every connection, and every new one for `downMs`. */
  reboot({
    lose = false,
    downMs = 0,
  }: { readonly lose?: boolean; readonly downMs?: number } = {}): void {
    this.router.interceptor = this;
    this.#downUntil = performance.now() + downMs;
    for (const connection of this.router.connections) this.breakOff(connection, 'reset');
    this.router.reboot({ lose });
  }

  connected(connection: Connection): void {
    if (performance.now() < this.#downUntil) this.breakOff(connection, 'reset');
  }

  arrived(connection: Connection, words: readonly string[]): Verdict | Promise<Verdict> {
    const client = this.#client(connection);
    if (client.broken) return 'drop';
    const told = tell(words);
    if (words[0] === '/cancel') client.waiting.cancel(connection, words);
    const strikes = this.#strikes(told, connection);
    if (strikes.length === 0) return 'run';
    this.#struck.set(words, strikes);
    return client.waiting.hold(connection, words, this.#before(strikes, told, connection));
  }

  executed(
    connection: Connection,
    words: readonly string[],
  ): 'reply' | 'drop' | Promise<'reply' | 'drop'> {
    const strikes = this.#struck.get(words);
    if (this.#client(connection).broken) return 'drop';
    if (strikes === undefined) return 'reply';
    const after = async (from: number): Promise<'reply' | 'drop'> => {
      for (const strike of strikes.slice(from)) {
        const verdict = await afterCommand(strike, { faults: this, connection });
        if (verdict === 'drop' || this.#client(connection).broken) return 'drop';
      }
      return 'reply';
    };
    for (const [at, strike] of strikes.entries()) {
      const verdict = afterCommand(strike, { faults: this, connection });
      if (verdict instanceof Promise)
        return verdict.then((settled) => (settled === 'drop' ? settled : after(at + 1)));
      if (verdict === 'drop') return 'drop';
    }
    return 'reply';
  }

  outgoing(connection: Connection, bytes: Buffer, send: (bytes: Buffer) => void): void {
    const client = this.#client(connection);
    if (client.broken) return;
    const { cut } = client;
    const travel = this.#travel(connection);
    if (cut === undefined) {
      client.line.push(bytes, travel, send);
      return;
    }
    client.line.push(bytes.subarray(0, cut.bytes), travel, send);
    cut.bytes -= bytes.length;
    if (cut.bytes <= 0) this.breakOff(connection, cut.how);
  }

  closed(connection: Connection): void {
    const client = this.#client(connection);
    client.broken = true;
    client.line.close();
  }

  /** When everything before has gone out. Nothing that it asked for is answered any more. */
  breakOff(connection: Connection, how: 'reset' | 'end'): void {
    const client = this.#client(connection);
    client.broken = true;
    client.line.after(() => breakLine(connection.socket, how));
  }

  /** With so many bytes of what goes out from now on. */
  breakAfter(connection: Connection, how: 'reset' | 'end', bytes: number): void {
    // What waits belongs to other commands.
    connection.raw(Buffer.alloc(0));
    this.#client(connection).cut = { bytes, how };
  }

  /** Sentences of no command. */
  say(connection: Connection, sentences: readonly (readonly string[])[]): void {
    // Writes nothing, behind all that waits to be sent.
    connection.raw(Buffer.alloc(0));
    const { socket } = connection;
    const send = (bytes: Buffer) => {
      if (socket.writable) socket.write(bytes);
    };
    this.outgoing(connection, Buffer.concat(sentences.map((words) => encodeSentence(words))), send);
  }

  pause(connection: Connection, { ms, jitterMs = 0 }: { ms: number; jitterMs?: number }) {
    return this.#client(connection).line.pause(ms + this.#draw(jitterMs));
  }

  #before(
    strikes: readonly Strike[],
    told: Told,
    connection: Connection,
  ): Verdict | Promise<Verdict> {
    for (const [at, strike] of strikes.entries()) {
      const verdict = beforeCommand(strike, { faults: this, connection, told });
      if (verdict instanceof Promise)
        return verdict.then((settled) => {
          if (this.#client(connection).broken) return 'drop';
          return settled ?? this.#before(strikes.slice(at + 1), told, connection);
        });
      if (verdict !== undefined) return verdict;
    }
    return 'run';
  }

  #strikes(told: Told, connection: Connection): readonly Strike[] {
    const strikes: Strike[] = [];
    for (const live of this.#live.values()) {
      const { fault, clamp } = live;
      if (isLineFault(fault) || !meets(fault, told, connection)) continue;
      live.matched += 1;
      if (fault.nth !== undefined && fault.nth !== live.matched) continue;
      if (fault.times !== undefined && live.struck >= fault.times) continue;
      live.struck += 1;
      strikes.push({ fault, clamp });
    }
    return strikes;
  }

  #travel(connection: Connection): Travel {
    let delayMs = 0;
    let pauseMs = 0;
    let cut: Travel['cut'];
    for (const live of this.#live.values()) {
      const { fault } = live;
      if (!isLineFault(fault) || !meetsConnection(fault, connection)) continue;
      live.matched += 1;
      live.struck += 1;
      if (fault.do === 'latency') delayMs += fault.ms + this.#draw(fault.jitterMs ?? 0);
      else {
        cut = pieces(fault);
        pauseMs = fault.pauseMs ?? 0;
      }
    }
    return { delayMs, cut, pauseMs };
  }

  #client(connection: Connection): Client {
    let client = this.#clients.get(connection);
    if (client === undefined) {
      client = { line: new Line(), waiting: new Waiting(), broken: false, cut: undefined };
      this.#clients.set(connection, client);
    }
    return client;
  }

  /** The same from run to run, so that what a test saw it sees again. */
  #draw(most: number): number {
    this.#drawn = (Math.imul(this.#drawn, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#drawn / 2 ** 32) * (most + 1));
  }
}
