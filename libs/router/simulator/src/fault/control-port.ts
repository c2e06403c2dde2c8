import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen } from '../listen.ts';
import type { Simulator } from '../start-simulator.ts';
import { controlRoutes } from './control-routes.ts';
import { answerFor, Problem } from './control-answer.ts';

export interface ControlPort {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const mostBytes = 64 * 2 ** 20;
const host = '127.0.0.1';
const ours = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u;

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new Problem(413, 'the body is larger than 64 MiB');
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new Problem(400, 'the body is no JSON');
  }
};

const respond = async (simulator: Simulator, request: IncomingMessage): Promise<unknown> => {
  const { headers, method = 'GET', url = '/' } = request;
  // A page in somebody's browser reaches loopback as well, and must not change this router.
  if (headers.origin !== undefined || !ours.test(headers.host ?? ''))
    throw new Problem(403, 'the control port answers programs of this machine, not web pages');
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const [first = '', second] = pathname.split('/').slice(1);
  const path = `/${first}${second === undefined ? '' : '/:id'}`;
  const route = controlRoutes.get(`${method} ${path}`);
  if (route === undefined)
    throw new Problem(404, `there is no ${method} ${pathname}: GET / lists what there is`);
  return route({ simulator, id: second, query: searchParams, body: await readBody(request) });
};

const handle = async (
  simulator: Simulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { status, type, text } = await answerFor(
    respond(simulator, request),
    request.method === 'POST' && request.url === '/faults' ? 201 : 200,
  );
  response.writeHead(status, { 'content-type': type });
  response.end(text);
};

/** A small HTTP server on loopback through which tests in other processes act on the router. Throws `SimulatorRefusal` where it cannot listen. */
export const startControlPort = async (
  simulator: Simulator,
  { port = 0 }: { readonly port?: number } = {},
): Promise<ControlPort> => {
  const server = createServer((request, response) => void handle(simulator, request, response));
  const taken = await listen(server, host, port);
  return {
    url: `http://${host}:${taken}`,
    port: taken,
    async close() {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      server.close(() => resolve(undefined));
      server.closeAllConnections();
      await promise;
    },
  };
};
