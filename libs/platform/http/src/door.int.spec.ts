import { Rejection } from '@ferrule/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import {
  createHttpApp,
  HealthModule,
  listen,
  type Listening,
  type Middleware,
} from '@ferrule/http';

@Controller('notes')
class NoteController {
  @Get()
  list(): readonly string[] {
    return [];
  }

  @Post()
  take(@Body() note: unknown): unknown {
    return note;
  }
}

@Module({ imports: [HealthModule], controllers: [NoteController] })
class NoteModule {}

describe('an application with a door', () => {
  let notes: Listening;
  let source: unknown;

  beforeAll(async () => {
    const door: Middleware = (request, _, next) => {
      source = Reflect.get(request, 'ip');
      if (request.headers.authorization === 'Bearer me') next();
      else next(new Rejection('UNAUTHENTICATED', 'who are you?'));
    };
    const app = await createHttpApp(NoteModule, {
      logger: false,
      door: () => door,
      corsOrigins: ['https://console.example'],
      trustedProxies: 1,
    });
    const config = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000 };
    notes = await listen(app, config);
  });
  afterAll(() => notes.stop());

  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${notes.url}/notes`, { method, headers });

  it('asks who it is before it reads what they say', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${notes.url}/notes`, { method: 'POST', headers, body: '{' });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await ask({ authorization: 'Bearer me' })).status).toBe(200);
  });

  it('lets pages of the origins that were named ask, and tells others nothing', async () => {
    const allowed = async (origin: string): Promise<string | null> => {
      const wish = { origin, 'access-control-request-method': 'GET' };
      return (await ask(wish, 'OPTIONS')).headers.get('access-control-allow-origin');
    };
    expect(await allowed('https://console.example')).toBe('https://console.example');
    expect(await allowed('https://evil.example')).toBeNull();
    const answer = await ask({ origin: 'https://console.example', authorization: 'Bearer me' });
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('believes as many proxies as it was told of, whatever a client says before them', async () => {
    await ask({ 'x-forwarded-for': '203.0.113.9, 192.0.2.7' });
    expect(source).toBe('192.0.2.7');
  });
});
