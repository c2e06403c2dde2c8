import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { ferrule, type Ran, type TerminalOptions } from './spec-rig.ts';

// For the specs of this app alone: an API that answers what it is told to, and remembers what was asked.

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface AnsweringApi {
  readonly url: string;
  /** What is answered to `POST /path`: the first, then the next, the last one for ever. */
  answers: Record<string, Answer[]>;
  readonly seen: Seen[];
  /** A command line that asks it. */
  run(line: string, options?: TerminalOptions): Promise<Ran>;
}

export const useAnsweringApi = (): AnsweringApi => {
  let server: Server;
  const api: AnsweringApi = {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    answers: {},
    seen: [],
    run: (line, options) =>
      ferrule(['--api', api.url, '--data', 'nowhere', ...line.split(' ')], options),
  };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const line = `${request.method ?? ''} ${request.url ?? ''}`;
    const body = (await request.toArray()).join('');
    api.seen.push({ line, headers: request.headers, body });
    const list = api.answers[line] ?? [
      { status: 404, body: { status: 404, code: 'NOT_FOUND', detail: `no ${line}` } },
    ];
    const answer = (list.length > 1 ? list.shift() : list[0]) ?? { body: null };
    const { status = 200, type = status < 400 ? 'application/json' : 'application/problem+json' } =
      answer;
    response.writeHead(status, { 'content-type': type, connection: 'close', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  };
  beforeAll(async () => {
    server = createServer((request, response) => void respond(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });
  beforeEach(() => {
    api.seen.length = 0;
    api.answers = {};
  });
  return api;
};
