import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConflictException,
  Controller,
  Delete,
  Get,
  HttpException,
  InternalServerErrorException,
  Module,
  NotFoundException,
  Param,
  Put,
  Res,
  UnauthorizedException,
  type LoggerService,
} from '@nestjs/common';
import { Rejection } from '@ferrule/kernel';
import { createHttpApp, HealthModule, listen, type Listening, type Problem } from '@ferrule/http';

const withCode = (message: string, code: string) => Object.assign(new Error(message), { code });

const FAILURES: Readonly<Record<string, () => unknown>> = {
  error: () => new Error('password hunter22 is wrong'),
  thrownText: () => 'hunter22',
  nothing: () => undefined,
  internal: () => new InternalServerErrorException('hunter22 failed'),
  driver: () => withCode('connect to hunter22 failed', 'ECONNREFUSED'),
  invalid: () =>
    new Rejection('SIZE_INVALID', 'size must be at most /30', { field: 'size', suggestion: '/30' }),
  exhausted: () =>
    new Rejection('VLANS_EXHAUSTED', 'no VLAN is free', { jobId: 'job-1', status: 200, code: 'X' }),
  titled: () =>
    new Rejection('VLANS_EXHAUSTED', 'no VLAN is free', { title: 'Failed to provision network' }),
  unknown: () => new Rejection('DATACENTER_UNKNOWN', 'there is no datacenter DC9'),
  late: () => withCode('hunter22 did not answer', 'QUERY_TIMEOUT'),
  absent: () => withCode('hunter22 is not there', 'SERVICE_UNAVAILABLE'),
  broken: () => withCode('hunter22 broke', 'QUERY_FAILED'),
  remote: () =>
    new Rejection('VALIDATION_FAILED', 'a is required', {
      field: 'a',
      errors: [
        { field: 'a', code: 'REQUIRED', message: 'a is required' },
        { field: 'b', code: 'IS_INT', message: 'b must be a number' },
        'noise',
      ],
    }),
  aborted: () => new DOMException('hunter22', 'TimeoutError'),
  conflict: () => new ConflictException('the job is running'),
  coded: () => new HttpException({ code: 'KEY_REUSED', message: 'reused', field: 'key' }, 409),
  unauthorized: () => new UnauthorizedException('an API key is required'),
  missing: () => new NotFoundException('there is no job job-9'),
};

@Controller('things')
class ThingController {
  @Get('fail/:how')
  fail(@Param('how') how: string): never {
    throw FAILURES[how]?.();
  }

  @Get('half')
  half(@Res() response: ServerResponse): never {
    response.setHeader('etag', '"x"');
    response.write('{"half":');
    throw new Error('hunter22');
  }

  @Get(':id')
  find(@Param('id') id: string): unknown {
    return { id };
  }

  @Put(':id')
  put(@Param('id') id: string): unknown {
    return { id };
  }

  @Delete(':id')
  remove(@Param('id') id: string): unknown {
    return { id };
  }
}

@Module({ imports: [HealthModule], controllers: [ThingController] })
class ThingModule {}

describe('a problem document', () => {
  const lines: { level: string; message: unknown; more: unknown[] }[] = [];
  const write =
    (level: string) =>
    (message: unknown, ...more: unknown[]) => {
      lines.push({ level, message, more });
    };
  const logger: LoggerService = { log: () => 0, warn: write('warn'), error: write('error') };
  let things: Listening;

  beforeAll(async () => {
    const app = await createHttpApp(ThingModule, { logger, statuses: { DATACENTER_UNKNOWN: 404 } });
    const config = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000 };
    things = await listen(app, config);
  });
  afterAll(() => things.stop());

  const get = (path: string, init: RequestInit = {}) => fetch(things.url + path, init);
  const problem = async (path: string, init: RequestInit = {}): Promise<Problem> => {
    const response = await get(path, init);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const document = (await response.json()) as Problem;
    expect(document.status).toBe(response.status);
    return document;
  };

  it.each(['error', 'thrownText', 'nothing', 'internal', 'driver'])(
    'says nothing of what failed here (%s), which is logged with the id of the request',
    async (how) => {
      lines.length = 0;
      const response = await get(`/things/fail/${how}`);
      const text = await response.text();
      expect(response.status).toBe(500);
      expect(text).not.toMatch(/hunter22|stack|ECONN|\.ts/);
      const { code, requestId } = JSON.parse(text) as Problem;
      expect(code).toBe('INTERNAL_ERROR');
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatchObject({ level: 'error' });
      expect(lines[0]?.message).toContain(requestId);
    },
  );

  it('carries a rejection’s code, sentence, field, suggestion and facts', async () => {
    expect(await problem('/things/fail/invalid')).toMatchObject({
      type: 'urn:ferrule:problem:size-invalid',
      title: 'Size invalid',
      status: 422,
      detail: 'size must be at most /30',
      instance: '/things/fail/invalid',
      code: 'SIZE_INVALID',
      field: 'size',
      suggestion: '/30',
      errors: [{ field: 'size', code: 'INVALID', message: 'size must be at most /30' }],
    });
    expect(await problem('/things/fail/exhausted')).toMatchObject({
      status: 409,
      code: 'VLANS_EXHAUSTED',
      jobId: 'job-1',
    });
  });

  it('has the title that a rejection brings along, else one made of its code', async () => {
    expect((await problem('/things/fail/titled')).title).toBe('Failed to provision network');
    expect((await problem('/things/fail/exhausted')).title).toBe('Vlans exhausted');
  });

  it('passes on every field that another service found wrong', async () => {
    expect((await problem('/things/fail/remote')).errors).toEqual([
      { field: 'a', code: 'REQUIRED', message: 'a is required' },
      { field: 'b', code: 'IS_INT', message: 'b must be a number' },
    ]);
  });

  it.each([
    ['unknown', 404, 'DATACENTER_UNKNOWN', 'there is no datacenter DC9'],
    ['late', 504, 'QUERY_TIMEOUT', 'A service that this needs did not answer in time.'],
    ['absent', 503, 'SERVICE_UNAVAILABLE', 'A service that this needs is not available.'],
    ['broken', 502, 'QUERY_FAILED', 'A service that this needs failed.'],
    ['aborted', 504, 'UPSTREAM_TIMEOUT', 'This took longer than it may.'],
    ['conflict', 409, 'CONFLICT', 'the job is running'],
    ['coded', 409, 'KEY_REUSED', 'reused'],
    ['unauthorized', 401, 'UNAUTHORIZED', 'an API key is required'],
    ['missing', 404, 'NOT_FOUND', 'there is no job job-9'],
  ])('of a failure (%s) has the status %i', async (how, status, code, detail) => {
    expect(await problem(`/things/fail/${how}`)).toMatchObject({ status, code, detail });
  });

  it('says when to come back, and how to prove who one is', async () => {
    expect((await get('/things/fail/absent')).headers.get('retry-after')).toBe('5');
    expect((await get('/things/fail/unauthorized')).headers.get('www-authenticate')).toBe('Bearer');
  });

  it('tells a path that is not served from a method that it does not take', async () => {
    expect(await problem('/nothing/here?token=hunter22')).toMatchObject({
      status: 404,
      code: 'ROUTE_NOT_FOUND',
      instance: '/nothing/here',
      detail: 'Nothing is served at /nothing/here.',
    });
    const response = await get('/things/1', { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, PUT, DELETE, HEAD, OPTIONS');
    expect(await response.json()).toMatchObject({
      code: 'METHOD_NOT_ALLOWED',
      detail: '/things/1 does not take POST, but GET, PUT, DELETE, HEAD, OPTIONS.',
    });
    expect((await get('/nothing', { method: 'POST', body: '{' })).status).toBe(404);
  });

  it('leaves HEAD without a body and answers OPTIONS with what is allowed', async () => {
    const head = await get('/things/1', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const missing = await get('/nothing', { method: 'HEAD' });
    expect([missing.status, await missing.text()]).toEqual([404, '']);
    const options = await get('/things/1', { method: 'OPTIONS' });
    expect([options.status, await options.text()]).toEqual([204, '']);
    expect(options.headers.get('allow')).toBe('GET, PUT, DELETE, HEAD, OPTIONS');
    expect((await get('/nothing', { method: 'OPTIONS' })).status).toBe(404);
  });

  it('breaks the connection when half of an answer is out already', async () => {
    await expect(get('/things/half').then((response) => response.text())).rejects.toThrow();
  });

  it('comes with headers that keep browsers from guessing, framing and caching', async () => {
    for (const path of ['/things/1', '/nothing', '/things/fail/error']) {
      const { headers } = await get(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
      expect(headers.has('x-powered-by')).toBe(false);
      expect(headers.has('access-control-allow-origin')).toBe(false);
    }
  });
});
