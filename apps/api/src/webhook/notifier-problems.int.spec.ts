import type { Problem } from '@ferrule/http';
import { Rejection } from '@ferrule/kernel';
import { QueryError } from '@ferrule/messaging';
import { describe, expect, it } from '@jest/globals';
import { type Documented, type Operation, operationsOf } from '../spec-document.ts';
import { useEdge } from '../spec-edge.ts';

const edge = useEdge();
const OF_NOTIFIER = / \/api\/v1\/(webhooks|alert-rules)/u;

interface Shown {
  readonly name: string;
  readonly problem: Problem;
}

const problemsOf = ([name, { responses }]: readonly [string, Operation]): readonly Shown[] =>
  Object.values(responses).flatMap((response) => {
    const content = (response as Documented).content?.['application/problem+json'];
    return Object.values(content?.examples ?? {}).map(({ value }) => ({ name, problem: value }));
  });

/** What makes the edge answer with this problem. */
const provoke = ({ name, problem }: Shown): Promise<Response> => {
  const [method = '', path = ''] = name.split(' ');
  const { code, detail, field = '' } = problem;
  const isWrong = code === 'VALIDATION_FAILED';
  if (code === 'SERVICE_UNAVAILABLE' || code === 'QUERY_TIMEOUT')
    edge.services.failure = new QueryError(code, 'late');
  else if (!isWrong) edge.services.failure = new Rejection(code, detail, { field });
  const url = path
    .replace(/\{(webhook|rule)\}/u, isWrong && path.endsWith('}') ? 'a.b' : 'shop')
    .replace('{delivery}', '42');
  const wrong = isWrong && !path.endsWith('}') && method === 'GET' ? '?limit=abc' : '';
  const actions = isWrong && wrong === '' ? url.replace('/shop/', '/a.b/') : url;
  const bodies: Readonly<Record<string, object>> = {
    'POST /api/v1/webhooks/{webhook}/disable': { reason: 'why' },
    'PATCH /api/v1/webhooks/{webhook}': { ordered: true },
    'PUT /api/v1/alert-rules/{rule}': { to: { kind: 'mail', addresses: ['a@example.net'] } },
  };
  return edge.send(method, actions + wrong, bodies[name]);
};

describe('the routes of webhooks and alert rules', () => {
  it('answer with the problems that the document shows', async () => {
    const shown = operationsOf(edge.document)
      .filter(([name]) => OF_NOTIFIER.test(name))
      .flatMap(problemsOf);
    expect(shown.length).toBeGreaterThan(30);
    for (const one of shown) {
      edge.services.failure = undefined;
      const response = await provoke(one);
      const { type, title, status, code, field } = one.problem;
      const problem = (await response.json()) as Problem;
      const seen = { name: one.name, type, title, status, code, ...(field && { field }) };
      expect({ name: one.name, ...problem }).toMatchObject(seen);
    }
  });

  it.each([
    ['a url that is none', { url: 'shop' }, 'url'],
    ['no url', {}, 'url'],
    ['an event that cannot be', { url: 'https://a.example/', filter: { types: ['a b'] } }, 'types'],
    ['another kind of signature', { url: 'https://a.example/', signing: 'md5' }, 'signing'],
    ['a field that there is not', { url: 'https://a.example/', secret: 'mine' }, 'secret'],
  ])('refuse a webhook with %s', async (_, body, field) => {
    const response = await edge.send('POST', '/api/v1/webhooks', body);
    expect(response.status).toBe(422);
    const { errors = [] } = (await response.json()) as Problem;
    expect(errors.map((error) => error.field).join()).toContain(field);
    expect(edge.services.asked).toEqual([]);
  });
});
