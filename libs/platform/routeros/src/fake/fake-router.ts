import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { encodeSentence } from '../wire/encode.ts';
import { SentenceDecoder } from '../wire/sentence-decoder.ts';
import { WireError } from '../wire/wire-error.ts';

/** One sentence that the fake received, and the means to answer it in any way, right or wrong. */
export interface Asked {
  readonly words: readonly string[];
  readonly command: string;
  /** The word `.tag=…`, to be put where a spec wants it; nothing when there was none. */
  readonly tag: readonly string[];
  readonly socket: Socket;
  /** Which connection, from 0. */
  readonly connection: number;
  /** A reply with the tag as its last word. */
  readonly reply: (...words: readonly string[]) => void;
}

export interface FakeRouter {
  readonly port: number;
  readonly asked: readonly Asked[];
  readonly connections: number;
  /** What was asked, without logins, as its words without their tag. */
  readonly commands: readonly (readonly string[])[];
  close(): Promise<void>;
}

export interface FakeRouterSettings {
  readonly port?: number;
  readonly host?: string;
  /** Answers `/login` too, where the default lets everybody in. */
  readonly login?: (asked: Asked) => void;
  readonly tls?: { readonly key: string; readonly cert: string };
}

const isTag = (word: string) => word.startsWith('.tag=');

/** A router that says exactly what a spec makes it say. */
export async function startFakeRouter(
  answer: (asked: Asked) => void,
  {
    port = 0,
    host = '127.0.0.1',
    login = ({ reply }) => reply('!done'),
    tls,
  }: FakeRouterSettings = {},
): Promise<FakeRouter> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const serve = (socket: Socket) => {
    const connection = connections++;
    const decoder = new SentenceDecoder();
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    // A client that breaks off is what some specs are about.
    socket.on('error', () => undefined);
    const hear = (words: readonly string[]) => {
      const tag = words.filter(isTag);
      const one: Asked = {
        words,
        command: words[0] ?? '',
        tag,
        socket,
        connection,
        reply: (...reply) => socket.write(encodeSentence([...reply, ...tag])),
      };
      asked.push(one);
      (one.command === '/login' ? login : answer)(one);
    };
    socket.on('data', (chunk: Uint8Array) => {
      try {
        decoder.push(chunk, hear);
      } catch (error) {
        // A client that speaks something else is what a spec is about.
        if (!(error instanceof WireError)) throw error;
      }
    });
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  server.on('tlsClientError', () => undefined);
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen(port, host, listening.resolve);
  await listening.promise;
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    get connections() {
      return connections;
    },
    get commands() {
      return asked
        .filter(({ command }) => command !== '/login')
        .map(({ words }) => words.filter((word) => !isTag(word)));
    },
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      for (const socket of sockets) socket.destroy();
      await closed.promise;
    },
  };
}
