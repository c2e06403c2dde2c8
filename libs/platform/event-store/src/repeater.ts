import type { Bus } from './bus.ts';
import { eventMessage, type Sender } from './bus-message.ts';
import type { Queryable } from './queryable.ts';
import { readSealedStream } from './sealed-page.ts';

/**
 * Says again what a stream has said, for a sender that repeats its command because it missed the
 * answer. The messages are the same to the byte: whoever heard them drops them by their id.
 */
export class Repeater {
  readonly #db: Queryable;
  readonly #bus: Bus;
  readonly #sender: Sender;

  constructor(db: Queryable, bus: Bus, sender: Sender) {
    this.#db = db;
    this.#bus = bus;
    this.#sender = sender;
  }

  /** Nothing for events that are not sealed yet: those are about to be said for the first time. */
  async repeat(stream: string): Promise<void> {
    const entries = await readSealedStream(this.#db, stream);
    const { failure } = await this.#bus.publish(
      entries.map((entry) => eventMessage(this.#sender, entry)),
    );
    if (failure !== undefined) throw failure;
  }
}
