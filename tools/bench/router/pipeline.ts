import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodeSentence, SentenceDecoder } from '@ferrule/routeros';

/** A connection that writes commands without waiting and counts what comes back. */
export class Pipeline {
  readonly #socket: Socket;
  readonly #decoder = new SentenceDecoder();
  #waiting = 0;
  #rows = 0;
  #finished = Promise.withResolvers<void>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#decoder.push(chunk, (words) => this.#hear(words));
    });
    socket.on('error', (error) => this.#finished.reject(error));
    socket.on('close', () => this.#finished.reject(new Error('the simulator hung up')));
    this.#finished.promise.catch(() => undefined);
  }

  static async open(port: number): Promise<Pipeline> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const pipeline = new Pipeline(socket);
    await pipeline.all([['/login', '=name=admin', '=password=']]);
    return pipeline;
  }

  /** Sends all at once; how many seconds until the last was answered, and how many rows came. */
  async all(
    commands: readonly (readonly string[])[],
  ): Promise<{ readonly seconds: number; readonly rows: number }> {
    const bytes = Buffer.concat(
      commands.map((words, n) => encodeSentence([...words, `.tag=${n}`])),
    );
    this.#finished = Promise.withResolvers();
    this.#waiting = commands.length;
    this.#rows = 0;
    const start = performance.now();
    this.#socket.write(bytes);
    await this.#finished.promise;
    return { seconds: (performance.now() - start) / 1000, rows: this.#rows };
  }

  close(): void {
    this.#finished.promise.catch(() => undefined);
    this.#socket.destroy();
  }

  #hear(words: readonly string[]): void {
    if (words[0] === '!re') this.#rows += 1;
    else if (words[0] === '!trap' || words[0] === '!fatal')
      this.#finished.reject(new Error(words.join(' ')));
    else if (words[0] === '!done' && --this.#waiting === 0) this.#finished.resolve();
  }
}
