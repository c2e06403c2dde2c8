import { MsgHdrsImpl, type MsgHdrs } from '@nats-io/transport-node';
import type { BusConnection } from './connection.ts';
import { deadLetterSubject, readDeadLetter, type DeadLetter } from './dead-letter.ts';
import { DLQ, type StreamDeclaration } from './declaration.ts';

export interface DeadLetterQuery {
  readonly consumer?: string;
  /** Give the `next` of the page before. */
  readonly after?: number;
  readonly limit?: number;
}

export interface DeadLetterPage {
  readonly letters: readonly DeadLetter[];
  /** How many there are in all, for this consumer if one was named. */
  readonly total: number;
  /** Undefined on the last page. */
  readonly next?: number;
}

export interface Replayed {
  readonly sequence: number;
  readonly subject: string;
}

/** What an operator does with dead letters. */
export class DeadLetters {
  constructor(
    private readonly connection: BusConnection,
    private readonly stream: StreamDeclaration = DLQ,
  ) {}

  /** Oldest first. */
  async list({ consumer, after = 0, limit = 50 }: DeadLetterQuery = {}): Promise<DeadLetterPage> {
    const subject = consumer === undefined ? 'dlq.>' : deadLetterSubject(consumer);
    const letters: DeadLetter[] = [];
    let from = after + 1;
    while (letters.length <= limit) {
      const letter = await this.#next(from, subject);
      if (letter === undefined) break;
      letters.push(letter);
      from = letter.sequence + 1;
    }
    const page = letters.slice(0, limit);
    const next = letters.length > limit ? page.at(-1)?.sequence : undefined;
    return {
      letters: page,
      total: await this.#count(subject),
      ...(next !== undefined && { next }),
    };
  }

  async show(sequence: number): Promise<DeadLetter | undefined> {
    const manager = await this.connection.manager();
    const stored = await manager.streams.getMessage(this.stream.name, { seq: sequence });
    return stored === null ? undefined : readDeadLetter(stored);
  }

  /**
   * Publishes it again where it came from, under its own id, then takes it off the list. Consumers
   * that have dealt with that id know it from their inbox.
   */
  async replay(sequence: number): Promise<Replayed> {
    const letter = await this.show(sequence);
    if (letter === undefined) throw new Error(`there is no dead letter ${sequence}`);
    if (letter.bytesMissing > 0) {
      throw new Error(`dead letter ${sequence} lacks ${letter.bytesMissing} bytes of its body`);
    }
    const manager = await this.connection.manager();
    await this.connection.jetstream.publish(letter.subject, letter.body, {
      headers: replayHeaders(letter),
      timeout: 5_000,
    });
    await manager.streams.deleteMessage(this.stream.name, sequence);
    return { sequence, subject: letter.subject };
  }

  /** Those that are there now; one that fails again meanwhile is not taken a second time. */
  async replayAll(consumer?: string): Promise<readonly Replayed[]> {
    const manager = await this.connection.manager();
    const { last_seq: last } = (await manager.streams.info(this.stream.name)).state;
    const subject = consumer === undefined ? 'dlq.>' : deadLetterSubject(consumer);
    const replayed: Replayed[] = [];
    for (let from = 1; from <= last;) {
      const letter = await this.#next(from, subject);
      if (letter === undefined || letter.sequence > last) break;
      if (letter.bytesMissing === 0) replayed.push(await this.replay(letter.sequence));
      from = letter.sequence + 1;
    }
    return replayed;
  }

  /** One letter, all of a consumer, or all; how many went. */
  async purge(
    which: { readonly sequence: number } | { readonly consumer?: string },
  ): Promise<number> {
    const manager = await this.connection.manager();
    if ('sequence' in which) {
      const gone = await manager.streams.deleteMessage(this.stream.name, which.sequence);
      return gone ? 1 : 0;
    }
    const { consumer } = which;
    const filter = consumer === undefined ? 'dlq.>' : deadLetterSubject(consumer);
    return (await manager.streams.purge(this.stream.name, { filter })).purged;
  }

  async #count(subject: string): Promise<number> {
    const manager = await this.connection.manager();
    const info = await manager.streams.info(this.stream.name, { subjects_filter: subject });
    return Object.values(info.state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
  }

  /** The client offers this read only for streams with direct access. */
  async #next(from: number, subject: string): Promise<DeadLetter | undefined> {
    const answer = await this.connection.nats.request(
      `$JS.API.STREAM.MSG.GET.${this.stream.name}`,
      JSON.stringify({ seq: from, next_by_subj: subject }),
      { timeout: 5_000 },
    );
    const { message, error } = answer.json<StoredAnswer>();
    if (message === undefined) {
      if (error === undefined || error.code === 404) return undefined;
      throw new Error(`the dead letters cannot be read: ${error.description}`);
    }
    return readDeadLetter({
      seq: message.seq,
      header: MsgHdrsImpl.decode(Buffer.from(message.hdrs ?? '', 'base64')),
      data: Buffer.from(message.data ?? '', 'base64'),
    });
  }
}

interface StoredAnswer {
  readonly message?: { readonly seq: number; readonly hdrs?: string; readonly data?: string };
  readonly error?: { readonly code: number; readonly description: string };
}

const replayHeaders = (letter: DeadLetter): MsgHdrs => {
  const headers: Record<string, string[]> = {};
  for (const [name, values] of Object.entries(letter.headers)) {
    if (!/^nats-/i.test(name)) headers[name] = [...values];
  }
  // Not the id it had: the broker may still remember that one and drop the replay.
  const [id = `${letter.stream}/${letter.streamSequence}`] = letter.headers['nats-msg-id'] ?? [];
  headers['Nats-Msg-Id'] = [`${id}/replay/${letter.sequence}`];
  return MsgHdrsImpl.fromRecord(headers);
};
