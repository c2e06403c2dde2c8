import { connect, type Socket } from 'node:net';
import { ServerRefused, ServerUnreachable } from '../name-server.ts';
import type { Message } from '../wire/message.ts';
import { KeyRefused, sign, type TsigKey, verify } from '../wire/tsig.ts';
import { WireError } from '../wire/wire-error.ts';

export interface Endpoint {
  /** How sentences name the server. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly key: TsigKey;
  /** For all messages of an exchange together. */
  readonly timeoutMs: number;
}

interface Waiting {
  readonly place: number;
  readonly mac: Buffer;
}

const seconds = (): number => Math.floor(Date.now() / 1_000);

/**
 * Sends messages, each with a number of its own, over one connection, and gives their replies in
 * the same order. Over TCP, since an update may be larger than a datagram and none gets lost.
 */
export const exchange = async (
  endpoint: Endpoint,
  messages: readonly Buffer[],
): Promise<readonly Message[]> => {
  const { name, host, port, key, timeoutMs } = endpoint;
  if (messages.length === 0) return [];
  const socket = connect({ host, port, noDelay: true });
  const timer = setTimeout(() => {
    socket.destroy(new Error(`no answer within ${timeoutMs} ms`));
  }, timeoutMs);
  try {
    return await converse(socket, messages, key);
  } catch (error) {
    if (error instanceof KeyRefused)
      throw new ServerRefused(`${name} does not take the key ${key.name}: ${error.message}`);
    const why = error instanceof Error ? error.message : String(error);
    const said =
      error instanceof WireError ? 'said something that cannot be read' : 'did not answer';
    throw new ServerUnreachable(`${name} at ${host}:${port} ${said}: ${why}`, { cause: error });
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
};

const converse = (
  socket: Socket,
  messages: readonly Buffer[],
  key: TsigKey,
): Promise<readonly Message[]> =>
  new Promise((resolve, reject) => {
    const waiting = new Map<number, Waiting>();
    const replies: Message[] = [];
    let left = messages.length;
    let buffer = Buffer.alloc(0);
    const take = (reply: Buffer): void => {
      const asked = waiting.get(reply.length < 2 ? -1 : reply.readUInt16BE(0));
      if (asked === undefined) throw new WireError('a reply to nothing that was asked');
      const message = verify(reply, key, seconds(), asked.mac);
      if (!message.isReply || message.isTruncated) throw new WireError('a reply that is none');
      waiting.delete(message.id);
      replies[asked.place] = message;
      left -= 1;
    };
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed')));
    socket.on('data', (chunk) => {
      buffer = Buffer.concat([buffer, chunk]);
      try {
        while (buffer.length >= 2 && buffer.length >= 2 + buffer.readUInt16BE(0)) {
          const end = 2 + buffer.readUInt16BE(0);
          take(buffer.subarray(2, end));
          buffer = buffer.subarray(end);
        }
        if (left === 0) resolve(replies);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    for (const [place, message] of messages.entries()) {
      const { bytes, mac } = sign(message, key, seconds());
      waiting.set(message.readUInt16BE(0), { place, mac });
      const size = Buffer.alloc(2);
      size.writeUInt16BE(bytes.length);
      socket.write(Buffer.concat([size, bytes]));
    }
  });
