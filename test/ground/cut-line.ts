import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The way to a server, which can be cut like a cable: what was on it is lost or arrived, nobody knows. */
export interface Line {
  /** The same address as the server's own, over this way. */
  readonly url: string;
  /** Breaks every connection that runs over it, in both directions. */
  cut(): void;
  /** The same, once that much more has gone towards the server. */
  cutAfter(bytes: number): void;
  /** The same, as soon as the server answers anything: what was asked is done, and nobody hears of it. */
  loseNextAnswer(): void;
  close(): Promise<void>;
}

export const openLine = async (to: string): Promise<Line> => {
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  let left = Infinity;
  let losing = false;
  const listener = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left >= 0) return;
      left = Infinity;
      cut();
    });
    near.pipe(far);
    far.on('data', (chunk: Buffer) => {
      if (losing) cut();
      else near.write(chunk);
      losing = false;
    });
    far.on('end', () => near.end());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const over = new URL(to);
  over.port = String((listener.address() as AddressInfo).port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: over.toString(),
    cut,
    cutAfter: (bytes) => {
      left = bytes;
    },
    loseNextAnswer: () => {
      losing = true;
    },
    close: () =>
      new Promise((resolve) => {
        cut();
        listener.close(() => resolve());
      }),
  };
};
