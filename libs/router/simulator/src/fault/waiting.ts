import { Trap } from '../menu/trap.ts';
import type { Connection } from '../server/connection.ts';
import type { Verdict } from '../server/interceptor.ts';

const tagOf = (words: readonly string[], prefix: string): string | undefined =>
  words.find((word) => word.startsWith(prefix))?.slice(prefix.length);

/** Commands that a fault holds back before they run. A router would cancel them, so they can be cancelled. */
export class Waiting {
  readonly #held = new Map<readonly string[], string | undefined>();

  hold(
    connection: Connection,
    words: readonly string[],
    verdict: Verdict | Promise<Verdict>,
  ): Verdict | Promise<Verdict> {
    if (!(verdict instanceof Promise) || words[0] === '/cancel') return verdict;
    this.#held.set(words, tagOf(words, '.tag='));
    return verdict.then((settled) => {
      const stillWanted = this.#held.delete(words) && connection.socket.writable;
      return stillWanted ? settled : 'drop';
    });
  }

  cancel(connection: Connection, words: readonly string[]): void {
    const wanted = tagOf(words, '=tag=');
    for (const [victim, tag] of this.#held) {
      if (wanted !== undefined && tag !== wanted) continue;
      this.#held.delete(victim);
      connection.trap(new Trap('interrupted', 2), tag);
      // Behind the end of the command that cancels, as on the wire of a router.
      setImmediate(() => connection.reply('!done', [], tag));
    }
  }
}
