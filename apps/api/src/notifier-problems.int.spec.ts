import type { Problem } from '@ferrule/http';
import { Rejection } from '@ferrule/kernel';
import { QueryError } from '@ferrule/messaging';
import { expect, it } from '@jest/globals';
import { type Documented, operationsOf } from './spec-document.ts';
import { useEdge } from './spec-edge.ts';

const edge = useEdge();

/** What is right of each request that has a body. */
const BODIES: Readonly<Record<string, object>> = {
  PATCH: { description: 'the shop' },
  PUT: { to: { kind: 'mail', addresses: ['ada@example.org'] } },
};

/** A request of an operation, with every id of its path the same. */
const send = (name: string, id: string, query = ''): Promise<Response> => {
  const [method = '', path = ''] = name.split(' ');
  const body = name.endsWith('/disable') ? { reason: 'it answers no more' } : BODIES[method];
  return edge.send(method, path.replaceAll(/\{\w+\}/gu, id) + query, body);
};

/** What makes each problem: a wrong id or query, or what the service behind says. */
const provoke = (name: string, { code, detail, field }: Problem): Promise<Response> => {
  edge.services.failure = undefined;
  if (code === 'VALIDATION_FAILED')
    return field === 'limit' ? send(name, '42', '?limit=abc') : send(name, 'a.b');
  edge.services.failure =
    code === 'SERVICE_UNAVAILABLE' || code === 'QUERY_TIMEOUT'
      ? new QueryError(code, 'late')
      : new Rejection(code, detail, field === undefined ? {} : { field });
  return send(name, '42');
};

it('the OpenAPI document shows the problems of webhooks and alert rules as they are answered', async () => {
  const documented = operationsOf(edge.document)
    .filter(([name]) => / \/api\/v1\/(webhooks|alert-rules)/u.test(name))
    .flatMap(([name, { responses }]) =>
      Object.values(responses).flatMap((response) =>
        Object.values(
          (response as Documented).content?.['application/problem+json']?.examples ?? {},
        ).map(({ value }) => ({ name, value })),
      ),
    );
  expect(documented.length).toBeGreaterThan(30);
  for (const { name, value } of documented) {
    const response = await provoke(name, value);
    const { status, code, type } = (await response.json()) as Problem;
    expect([name, response.status, status, code, type]).toEqual([
      ...[name, value.status, value.status, value.code, value.type],
    ]);
  }
}, 120_000);
