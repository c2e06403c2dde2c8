import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { PROVISION, useEdge } from '../spec-edge.ts';

// Node looks for requests that are late every half a minute.
jest.setTimeout(60_000);

const edge = useEdge({ http: { headersTimeout: 1_000, requestTimeout: 2_000 } });
const sockets: Socket[] = [];

const sends = async (...lines: readonly string[]): Promise<Socket> => {
  const socket = connect(Number(new URL(edge.url).port), '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  socket.write(lines.join('\r\n'));
  return socket;
};
afterAll(() => {
  for (const socket of sockets) socket.destroy();
});

describe('a client', () => {
  it('that never comes to the end of its head, or of its body, is not waited for', async () => {
    const [head, body] = await Promise.all([
      sends('GET /api/v1/networks HTTP/1.1', 'Host: ferrule', 'X-Slow: y'),
      sends(
        ...[`POST ${PROVISION} HTTP/1.1`, 'Host: ferrule', `Authorization: Bearer ${edge.key}`],
        ...['Content-Type: application/json', 'Content-Length: 100', '', '{"clientId":'],
      ),
    ]);
    const answers = await Promise.all([text(head), text(body)]);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout/);
    expect(await edge.refusals()).toMatchObject([
      { reason: 'REQUEST_TOO_SLOW', source: '127.0.0.1', times: 2 },
    ]);
    expect(edge.services.published).toEqual([]);
  });
});
