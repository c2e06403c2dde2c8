import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from '@jest/globals';

export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Behaviour = (call: Call, response: ServerResponse, nth: number) => void;

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

export interface Receivers {
  /** Where a receiver of this name is called, and how it behaves; it answers 200 unless told otherwise. */
  url(name: string, behaviour?: Behaviour): Promise<string>;
  calls(name: string): readonly Call[];
}

/** A real web server whose paths are receivers, each with manners of its own. */
export const useReceivers = (): Receivers => {
  const behaviours = new Map<string, Behaviour>();
  const calls = new Map<string, Call[]>();
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const path = request.url ?? '';
      const name = path.slice(1);
      const call = { path, headers: request.headers as Record<string, string>, body };
      const known = calls.get(name) ?? [];
      calls.set(name, known);
      const nth = known.push(call) - 1;
      const behave = behaviours.get(name);
      if (behave === undefined) response.writeHead(200).end('thanks');
      else behave(call, response, nth);
    });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: async (name, behaviour) => {
      if (behaviour) behaviours.set(name, behaviour);
      if (!server.listening)
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;
    },
    calls: (name) => calls.get(name) ?? [],
  };
};
