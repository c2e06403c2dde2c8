import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import {
  createHttpApp,
  currentRequest,
  HealthModule,
  listen,
  type Listening,
  type RequestFacts,
} from '@ferrule/http';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

@Controller('jobs')
class JobController {
  @Post(':id')
  async post(@Param('id') id: string, @Body() body: object): Promise<unknown> {
    await Promise.resolve();
    return { id, body, facts: currentRequest() };
  }

  @Get(':id/fail')
  fail(): never {
    throw new Error('no');
  }
}

@Module({ imports: [HealthModule], controllers: [JobController] })
class JobModule {}

describe('a request', () => {
  const seen: { facts: RequestFacts; route: string | undefined; status: number }[] = [];
  let jobs: Listening;

  beforeAll(async () => {
    const app = await createHttpApp(JobModule, {
      logger: false,
      around: (facts, response, next) => {
        response.on('finish', () => {
          seen.push({ facts, route: facts.route(), status: response.statusCode });
        });
        next();
      },
    });
    const config = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000 };
    jobs = await listen(app, config);
  });
  afterAll(() => jobs.stop());

  const post = (headers: Record<string, string>) =>
    fetch(`${jobs.url}/jobs/7?secret=hunter22`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"a":1}',
    });
  const factsOf = async (headers: Record<string, string>) =>
    ((await (await post(headers)).json()) as { facts: RequestFacts }).facts;

  it('is known to whatever runs for it, behind the reading of its body too', async () => {
    const facts = await factsOf({ 'x-request-id': 'r-1', traceparent: TRACEPARENT });
    expect(facts).toEqual({ id: 'r-1', method: 'POST', path: '/jobs/7', traceparent: TRACEPARENT });
    expect(currentRequest()).toBeUndefined();
  });

  it('keeps its caller’s id, and gets one where that could be used to write into a log', async () => {
    expect((await post({ 'x-request-id': 'r-2' })).headers.get('x-request-id')).toBe('r-2');
    for (const id of ['a b', 'x'.repeat(65), '']) {
      expect((await post({ 'x-request-id': id })).headers.get('x-request-id')).toMatch(
        /^[\da-f-]{36}$/,
      );
    }
  });

  it.each([
    'x',
    TRACEPARENT.toUpperCase(),
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `ff${TRACEPARENT.slice(2)}`,
  ])('does not pass on the trace context %s', async (traceparent) => {
    expect(await factsOf({ traceparent })).not.toHaveProperty('traceparent');
  });

  it('is told with its route’s pattern and its outcome to what runs around it', async () => {
    seen.length = 0;
    await post({});
    await fetch(`${jobs.url}/jobs/8/fail`);
    await fetch(`${jobs.url}/nowhere`);
    expect(seen.map(({ facts, route, status }) => [facts.path, route, status])).toEqual([
      ['/jobs/7', '/jobs/:id', 201],
      ['/jobs/8/fail', '/jobs/:id/fail', 500],
      ['/nowhere', undefined, 404],
    ]);
  });
});
