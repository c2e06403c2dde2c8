import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { encodeSentence, SentenceDecoder } from '@ferrule/routeros';

export type Sentence = readonly string[];

/** As little of a client as specs of the wire need: it shows every word that arrived. */
export class RawClient {
  readonly socket: Socket;
  readonly #arrived: Sentence[] = [];
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    const decoder = new SentenceDecoder();
    socket.on('data', (chunk) => {
      decoder.push(chunk, (words) => this.#arrived.push(words));
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#arrived.push(['closed']);
      this.#wake();
    });
  }

  static async to(port: number, user = 'admin', password = ''): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const client = new RawClient(socket);
    await client.talk('/login', `=name=${user}`, `=password=${password}`);
    return client;
  }

  send(...words: readonly string[]): void {
    this.socket.write(encodeSentence(words));
  }

  async next(): Promise<Sentence> {
    for (;;) {
      const sentence = this.#arrived.shift();
      if (sentence !== undefined) return sentence;
      const { promise, resolve } = Promise.withResolvers<undefined>();
      this.#wake = () => resolve(undefined);
      await promise;
    }
  }

  /** Everything up to and with the next `!done`, or the end of the connection. */
  async replies(): Promise<readonly Sentence[]> {
    const sentences: Sentence[] = [];
    for (;;) {
      const sentence = await this.next();
      sentences.push(sentence);
      if (sentence[0] === '!done' || sentence[0] === 'closed') return sentences;
    }
  }

  talk(...words: readonly string[]): Promise<readonly Sentence[]> {
    this.send(...words);
    return this.replies();
  }

  /** The rows of a print, as objects. */
  async rows(...words: readonly string[]): Promise<readonly Record<string, string>[]> {
    const sentences = await this.talk(...words);
    return sentences
      .filter(([kind]) => kind === '!re')
      .map((sentence) =>
        Object.fromEntries(
          sentence.slice(1).flatMap((word) => {
            const end = word.indexOf('=', 1);
            return word.startsWith('=') ? [[word.slice(1, end), word.slice(end + 1)]] : [];
          }),
        ),
      );
  }

  /** The new id, or the words of the refusal. */
  async outcome(...words: readonly string[]): Promise<string> {
    const sentences = await this.talk(...words);
    const trap = sentences.find(([kind]) => kind === '!trap');
    const told = (trap ?? sentences.at(-1) ?? []).find((word) => /^=(?:message|ret)=/u.test(word));
    return told?.slice(told.indexOf('=', 1) + 1) ?? 'done';
  }

  close(): void {
    this.socket.destroy();
  }
}
