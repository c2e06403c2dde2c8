import type { Duplex } from 'node:stream';
import { RouterError } from '@ferrule/router-domain';
import { encodeSentence } from '../wire/encode.ts';
import { SentenceDecoder } from '../wire/sentence-decoder.ts';
import type { Call } from './call.ts';
import { readReply, readTrap, type Reply } from './reply.ts';

export interface SessionSettings {
  /** Commands that may be unanswered at a time. */
  readonly inFlight: number;
  /** How long the router has to end a command that was interrupted. */
  readonly cancelGraceMs: number;
}

export interface SessionEvents {
  /** Another command may be written now. */
  room(): void;
  /** After it every call of this session is settled. */
  ended(session: Session, error: RouterError): void;
  /** A reply for a command that is over. */
  late(tag: string): void;
}

interface Entry {
  readonly tag: string;
  readonly call: Call;
  /** Runs once the call is settled and the router has not ended it yet. */
  grace: NodeJS.Timeout | undefined;
}

/** One connection: commands by tag, replies to whom they belong, and an end that settles everything. */
export class Session {
  readonly #socket: Duplex;
  readonly #settings: SessionSettings;
  readonly #events: SessionEvents;
  readonly #decoder = new SentenceDecoder();
  readonly #byTag = new Map<string, Entry>();
  readonly #entries = new Map<Call, Entry>();
  /** To whom replies without a tag belong, once that was clear. */
  #untagged: Entry | undefined;
  #lastTag = 0;
  #received = 0;
  #corked = false;
  #congested = false;
  #end: RouterError | undefined;
  readonly #closed = Promise.withResolvers<void>();

  constructor(socket: Duplex, settings: SessionSettings, events: SessionEvents) {
    this.#socket = socket;
    this.#settings = settings;
    this.#events = events;
    socket.on('data', (chunk: Uint8Array) => this.#read(chunk));
    socket.on('drain', () => {
      this.#congested = false;
      this.#events.room();
    });
    socket.on('error', (error) => this.end(lost(`the connection broke: ${error.message}`, error)));
    socket.on('end', () => this.end(lost('the router ended the connection')));
    socket.on('close', () => {
      this.end(lost('the connection was closed'));
      this.#closed.resolve();
    });
  }

  /** Whether the router has ended a command of this session, the login aside. */
  answered = false;

  /** Why it ended, once it did. */
  get ending(): RouterError | undefined {
    return this.#end;
  }

  /** Resolves when the socket is gone. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  get hasRoom(): boolean {
    return (
      this.#end === undefined && !this.#congested && this.#byTag.size < this.#settings.inFlight
    );
  }

  run(call: Call, { tagged = true } = {}): void {
    if (this.#end !== undefined) {
      call.failAs(this.#end.code, this.#end.message, this.#end.cause);
      return;
    }
    const tag = String(++this.#lastTag);
    const entry: Entry = { tag, call, grace: undefined };
    this.#byTag.set(tag, entry);
    this.#entries.set(call, entry);
    call.sent(() => {
      call.failAs('TIMED_OUT', 'the router did not answer in time');
      this.interrupt(call);
    });
    this.#write(tagged ? [...call.words, `.tag=${tag}`] : call.words);
    this.balance();
  }

  /** Tells the router to stop what nobody waits for any more, and keeps its place until it did. */
  interrupt(call: Call): void {
    const entry = this.#entries.get(call);
    if (entry === undefined || entry.grace !== undefined || this.#end !== undefined) return;
    const receivedBefore = this.#received;
    this.#giveGrace(entry, () => {
      // It may only be slow, as routers under load are; one that says nothing at all is gone.
      if (this.#received === receivedBefore)
        this.end(lost('the router fell silent, even when told to stop'));
    });
    this.#write(['/cancel', `=tag=${entry.tag}`, `.tag=c${entry.tag}`]);
    this.balance();
  }

  /**
   * Stops reading when the only commands in flight are streams whose rows nobody takes. While any
   * other waits, reading goes on: its answer may be what the taker of the rows is waiting for.
   */
  balance(): void {
    if (this.#nobodyWaits()) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  #nobodyWaits(): boolean {
    for (const { call } of this.#byTag.values()) if (!call.full || call.isSettled()) return false;
    return this.#byTag.size > 0;
  }

  /** Settles everything, once; later calls change nothing. */
  end(error: RouterError): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    this.#socket.destroy();
    const entries = [...this.#byTag.values()];
    this.#byTag.clear();
    this.#entries.clear();
    for (const { call, grace } of entries) {
      clearTimeout(grace);
      call.failAs(error.code, error.message, error.cause);
    }
    this.#events.ended(this, error);
  }

  #write(words: readonly string[]): void {
    // One packet for all that is asked for in one turn of the event loop.
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    if (!this.#socket.write(encodeSentence(words))) this.#congested = true;
  }

  #read(chunk: Uint8Array): void {
    if (this.#received === 0 && isForeign(chunk)) {
      this.end(unreadable('what answers is not the RouterOS API'));
      return;
    }
    this.#received += chunk.length;
    try {
      this.#decoder.push(chunk, (words, bytes) => {
        if (this.#end === undefined) this.#reply(words, bytes);
      });
    } catch (error) {
      this.end(unreadable('what the router sends cannot be read', error));
    }
  }

  #reply(words: readonly string[], bytes: number): void {
    const reply = readReply(words);
    if (reply === 'unknown') return;
    if (reply === 'foreign') {
      this.end(unreadable('what answers is not the RouterOS API'));
      return;
    }
    if (reply.kind === 'fatal') {
      this.end(lost(`the router ended the session: ${reply.text}`));
      return;
    }
    const entry =
      reply.tag === undefined ? this.#ownerOfUntagged(reply) : this.#byTag.get(reply.tag);
    if (entry === undefined) {
      if (reply.tag !== undefined && !reply.tag.startsWith('c')) this.#events.late(reply.tag);
      return;
    }
    this.#deliver(entry, reply, bytes);
  }

  #deliver(entry: Entry, reply: Reply, bytes: number): void {
    const { call } = entry;
    switch (reply.kind) {
      case 're':
        call.row(reply.attributes, bytes);
        break;
      case 'trap':
        call.trap(readTrap(reply));
        // Nothing promises that a reply without a tag is followed by its end.
        if (reply.tag === undefined) {
          call.done({});
          this.#giveGrace(entry, () => undefined);
        }
        break;
      case 'done':
        // The login alone goes without a tag.
        this.answered ||= reply.tag !== undefined;
        this.#forget(entry);
        call.done(reply.attributes);
        break;
      case 'empty':
      case 'fatal':
        break;
    }
  }

  /** A reply without a tag can only be told when one command is in flight, or had one before. */
  #ownerOfUntagged(reply: Reply): Entry | undefined {
    this.#untagged ??= this.#byTag.size === 1 ? this.#byTag.values().next().value : undefined;
    if (this.#untagged === undefined && this.#byTag.size > 0) {
      const text = reply.attributes['message'] ?? '';
      this.end(unreadable(`a reply without a tag, while several commands wait: ${text}`));
    }
    return this.#untagged;
  }

  #giveGrace(entry: Entry, onSilence: () => void): void {
    entry.grace ??= setTimeout(() => {
      onSilence();
      this.#forget(entry);
    }, this.#settings.cancelGraceMs);
  }

  #forget(entry: Entry): void {
    clearTimeout(entry.grace);
    if (this.#untagged === entry) this.#untagged = undefined;
    if (!this.#byTag.delete(entry.tag)) return;
    this.#entries.delete(entry.call);
    this.balance();
    this.#events.room();
  }
}

/** A first reply begins with a short word in `!`; a web server's greeting would pass for a long one. */
const isForeign = ([length = 0, first]: Uint8Array) =>
  length > 0x20 || (length > 0 && first !== undefined && first !== 0x21);

const lost = (message: string, cause?: unknown) =>
  new RouterError('LOST', message, { sent: true, cause });

const unreadable = (message: string, cause?: unknown) =>
  new RouterError('UNREADABLE', message, { sent: true, cause });
