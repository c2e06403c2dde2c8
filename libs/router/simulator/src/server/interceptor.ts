import type { Trap } from '../menu/trap.ts';
import type { Connection } from './connection.ts';

/**
 * What becomes of a command: it is run; it is dropped without a word; it is refused with a trap.
 * `mute`: it is run and nobody hears of it.
 */
export type Verdict = 'run' | 'drop' | 'mute' | Trap;

/** Faults stand between the wire and the router. All of them may be left out. */
export interface Interceptor {
  connected?(connection: Connection): void;
  /** Before the command runs. A promise holds up this command only. */
  arrived?(connection: Connection, words: readonly string[]): Verdict | Promise<Verdict>;
  /** When its work is done and its last reply is not yet sent. `drop`: it never is. */
  executed?(
    connection: Connection,
    words: readonly string[],
  ): 'reply' | 'drop' | Promise<'reply' | 'drop'>;
  /** Sends the bytes: later, in pieces, or not at all. Without it they go at once. */
  outgoing?(connection: Connection, bytes: Buffer, send: (bytes: Buffer) => void): void;
  closed?(connection: Connection): void;
}
