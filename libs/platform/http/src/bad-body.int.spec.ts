import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { IsOptional, IsString } from 'class-validator';
import { createHttpApp, HealthModule, listen, type Listening, type Problem } from '@ferrule/http';

class Note {
  @IsString() readonly text!: string;
  @IsOptional() @IsString() readonly author?: string;
}

@Controller('notes')
class NoteController {
  @Post()
  take(@Body() note: Note): unknown {
    return note;
  }

  @Post('text')
  takeText(@Body('text') text: string): unknown {
    return { text };
  }
}

@Module({ imports: [HealthModule], controllers: [NoteController] })
class NoteModule {}

const good = { text: 'hello' };

describe('a body that cannot be read', () => {
  let notes: Listening;

  beforeAll(async () => {
    const app = await createHttpApp(NoteModule, { logger: false, bodyLimit: 64 * 1024 });
    const config = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000 };
    notes = await listen(app, config);
  });
  afterAll(() => notes.stop());

  const send = (body: RequestInit['body'], headers: Record<string, string> = {}, path = '/notes') =>
    fetch(notes.url + path, {
      method: 'POST',
      body: body ?? null,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const problem = async (response: Response): Promise<Problem> => {
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const document = (await response.json()) as Problem;
    expect(document.status).toBe(response.status);
    return document;
  };

  it.each([
    ['null', 'null'],
    ['a list', '[{"text":"hello"}]'],
    ['a number', '5'],
    ['text', '"acme"'],
    ['a list nested ten thousand deep', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['an object nested five thousand deep', '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)],
  ])('that is %s is refused', async (_, body) => {
    for (const path of ['/notes', '/notes/text']) {
      const response = await send(body, {}, path);
      if (path === '/notes') {
        const document = await problem(response);
        expect(document).toMatchObject({ status: 422, code: 'VALIDATION_FAILED' });
        expect(['a', 'body']).toContain(document.field);
      }
      expect(response.status).toBeLessThan(500);
    }
  });

  it.each([
    ['{"text":', 'The body is not valid JSON'],
    ['{"text":"hunter22"\n oops}', 'The body is not valid JSON (line 2, column 2).'],
    ['text=hello', 'The body is not valid JSON'],
    ['{"a":1}{"b":2}', 'The body is not valid JSON (line 1, column 8).'],
  ])('is no JSON: %j, of which nothing is repeated', async (body, detail) => {
    const document = await problem(await send(body));
    expect(document).toMatchObject({ status: 400, code: 'BODY_MALFORMED', field: 'body' });
    expect(document.detail).toContain(detail);
    expect(JSON.stringify(document)).not.toContain('hunter22');
  });

  it('of ten megabytes is refused as too large, packed or not, and the server lives on', async () => {
    const large = JSON.stringify({ ...good, author: 'x'.repeat(10 * 1024 * 1024) });
    for (const response of [
      await send(large),
      await send(gzipSync(large), { 'content-encoding': 'gzip' }),
    ]) {
      expect(await problem(response)).toMatchObject({
        status: 413,
        code: 'BODY_TOO_LARGE',
        field: 'body',
        detail: 'The body is larger than 65536 bytes.',
      });
    }
    expect((await send(JSON.stringify(good))).status).toBe(201);
  });

  it.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'application/json; charset=latin1' }],
    [{ 'content-type': 'application/jsonx' }],
    [{ 'content-encoding': 'compress' }],
  ])('with %j is refused as an unsupported type', async (headers) => {
    const response = await send(JSON.stringify(good), headers);
    expect(await problem(response)).toMatchObject({ status: 415, code: 'MEDIA_TYPE_UNSUPPORTED' });
  });

  it('without a body is told that one is required', async () => {
    const response = await fetch(`${notes.url}/notes`, { method: 'POST' });
    expect(await problem(response)).toMatchObject({
      status: 422,
      field: 'body',
      errors: [{ field: 'body', code: 'REQUIRED', message: 'a body is required' }],
    });
  });
});
