import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { createHttpApp, HealthModule, listen, type Listening, type Problem } from '@ferrule/http';

class Options {
  @IsOptional() @IsBoolean() readonly enableDHCP?: boolean;
  @IsOptional() @IsString() @MaxLength(20) readonly description?: string;
}

class Router {
  @IsString() readonly name!: string;
}

class Order {
  @Matches(/^[a-z-]{1,20}$/, { message: 'clientId must be lower-case' }) readonly clientId!: string;

  @Matches(/^\/(2[0-9]|30)$/, { message: 'size must be between /20 and /30' })
  readonly size!: string;

  @IsOptional() @IsInt() @Min(1) @Max(4094) readonly vlan?: number;
  @IsOptional() @ValidateNested() @Type(() => Options) readonly options?: Options;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Router)
  readonly routers?: Router[];

  @IsOptional()
  @Transform(({ value }) => (value as string).trim())
  @IsString()
  readonly note?: string;
}

class Page {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) readonly limit?: number;
}

@Controller('orders')
class OrderController {
  readonly taken: Order[] = [];

  @Post()
  take(@Body() order: Order): unknown {
    this.taken.push(order);
    return { order, isOrder: order instanceof Order };
  }

  @Get()
  list(@Query() page: Page): unknown {
    return page;
  }

  @Get(':id')
  find(@Param('id') id: string): unknown {
    return { id };
  }

  @Post('loose')
  takeAnything(@Body() body: Record<string, unknown>): unknown {
    return { keys: Object.keys(body) };
  }
}

@Module({ imports: [HealthModule], controllers: [OrderController] })
class DepotModule {}

const good = { clientId: 'acme', size: '/24' };

describe('input that is wrong', () => {
  let depot: Listening;

  beforeAll(async () => {
    const app = await createHttpApp(DepotModule, { logger: false });
    const config = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000 };
    depot = await listen(app, config);
  });
  afterAll(() => depot.stop());

  const send = (
    body: RequestInit['body'],
    headers: Record<string, string> = {},
    path = '/orders',
  ) =>
    fetch(depot.url + path, {
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
  const refusal = async (body: unknown) => problem(await send(JSON.stringify(body)));

  it('does not stand in the way of what is right', async () => {
    const order = { ...good, vlan: 7, options: { enableDHCP: true }, routers: [{ name: 'r' }] };
    const response = await send(JSON.stringify(order));
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ order, isOrder: true });
  });

  it('is answered with a problem document that names the field, the rule and the request', async () => {
    const response = await send(JSON.stringify({ ...good, size: '/33' }), {
      'x-request-id': 'r-7',
    });
    expect(response.status).toBe(422);
    expect(await problem(response)).toEqual({
      type: 'urn:ferrule:problem:validation-failed',
      title: 'Validation failed',
      status: 422,
      detail: 'size must be between /20 and /30.',
      instance: '/orders',
      code: 'VALIDATION_FAILED',
      field: 'size',
      errors: [{ field: 'size', code: 'INVALID', message: 'size must be between /20 and /30' }],
      requestId: 'r-7',
    });
  });

  it.each([
    ['a size out of range', { size: '/0' }, 'size', 'INVALID'],
    ['a size without its slash', { size: '24' }, 'size', 'INVALID'],
    ['a number where text belongs', { size: 24 }, 'size', 'INVALID'],
    ['text where a number belongs', { vlan: '7' }, 'vlan', 'WRONG_TYPE'],
    ['a fraction where a whole number belongs', { vlan: 7.5 }, 'vlan', 'WRONG_TYPE'],
    [
      'a number where a switch belongs',
      { options: { enableDHCP: 1 } },
      'options.enableDHCP',
      'WRONG_TYPE',
    ],
    [
      'the word true where a switch belongs',
      { options: { enableDHCP: 'true' } },
      'options.enableDHCP',
      'WRONG_TYPE',
    ],
    ['text where an object belongs', { options: 'x' }, 'options', 'WRONG_TYPE'],
    ['an empty list where an object belongs', { options: [] }, 'options', 'WRONG_TYPE'],
    ['a list of objects where one belongs', { options: [{}] }, 'options', 'WRONG_TYPE'],
    ['an object where a list belongs', { routers: { name: 'r' } }, 'routers', 'WRONG_TYPE'],
    ['an empty list inside a list', { routers: [[]] }, 'routers[0]', 'WRONG_TYPE'],
    ['null inside a list', { routers: [null] }, 'routers[0]', 'WRONG_TYPE'],
    ['a wrong item', { routers: [{ name: 'r' }, { name: 1 }] }, 'routers[1].name', 'WRONG_TYPE'],
    ['a missing member of an item', { routers: [{}] }, 'routers[0].name', 'REQUIRED'],
    ['null for what is required', { size: null }, 'size', 'INVALID'],
    ['a required field that is missing', { size: undefined }, 'size', 'REQUIRED'],
    ['an unknown field', { colour: 'red' }, 'colour', 'UNKNOWN_FIELD'],
    ['an unknown nested field', { options: { colour: 'red' } }, 'options.colour', 'UNKNOWN_FIELD'],
    [
      'an unknown field of an item',
      { routers: [{ name: 'r', colour: 1 }] },
      'routers[0].colour',
      'UNKNOWN_FIELD',
    ],
    [
      'a field that every object inherits',
      { hasOwnProperty: 1 },
      'hasOwnProperty',
      'UNKNOWN_FIELD',
    ],
    [
      'a nested field that every object inherits',
      { options: { toString: 1 } },
      'options.toString',
      'UNKNOWN_FIELD',
    ],
    ['a constructor', { constructor: { prototype: {} } }, 'constructor', 'UNKNOWN_FIELD'],
    [
      'a character that cannot be stored',
      { options: { description: 'a\0b' } },
      'options.description',
      'INVALID',
    ],
    ['a type that the class itself trips over', { note: 5 }, 'body', 'WRONG_TYPE'],
  ])('%s is refused by its name', async (_, change, field, code) => {
    const document = await refusal({ ...good, ...change });
    expect(document).toMatchObject({ status: 422, code: 'VALIDATION_FAILED', field });
    expect(document.errors?.[0]).toMatchObject({ field, code });
    expect(document.detail).toContain(field === 'body' ? 'value' : field.split('[')[0]);
  });

  it('cannot reach a prototype', async () => {
    for (const path of ['/orders', '/orders/loose']) {
      for (const body of [
        '{"clientId":"acme","size":"/24","__proto__":{"vlan":1}}',
        '{"clientId":"acme","size":"/24","options":{"__proto__":{"enableDHCP":true}}}',
      ]) {
        const document = await problem(await send(body, {}, path));
        expect(document).toMatchObject({ status: 422, code: 'VALIDATION_FAILED' });
        expect(document.field).toMatch(/__proto__$/);
      }
    }
    expect(Reflect.get({}, 'vlan')).toBeUndefined();
  });

  it('names every wrong field at once, each once, in the order of their classes', async () => {
    const document = await refusal({ clientId: 'NO', vlan: 'x', options: { enableDHCP: 0 } });
    expect(document.errors?.map(({ field, code }) => `${field} ${code}`)).toEqual([
      'clientId INVALID',
      'size REQUIRED',
      'vlan WRONG_TYPE',
      'options.enableDHCP WRONG_TYPE',
    ]);
    expect(document.detail).toBe('clientId must be lower-case; and 3 more.');
  });

  it('is told the name that was probably meant', async () => {
    expect(await refusal({ ...good, client_id: 'x' })).toMatchObject({
      field: 'client_id',
      suggestion: 'Did you mean clientId?',
    });
    expect(await refusal({ ...good, options: { enableDhcp: true } })).toMatchObject({
      field: 'options.enableDhcp',
      suggestion: 'Did you mean options.enableDHCP?',
    });
  });

  it('is answered shortly, however much of it there is', async () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`x${n}`, n]));
    expect((await refusal({ ...good, ...many })).errors).toHaveLength(50);
  });

  it('counts null for an optional field as absent', async () => {
    const response = await send(
      JSON.stringify({ ...good, vlan: null, options: { enableDHCP: null } }),
    );
    expect(await response.json()).toEqual({ order: { ...good, options: {} }, isOrder: true });
  });

  it('in a query is refused by its name, with 400', async () => {
    const find = (query: string) => fetch(`${depot.url}/orders?${query}`);
    expect(await (await find('limit=20')).json()).toEqual({ limit: 20 });
    for (const [query, field] of [
      ['limit=0', 'limit'],
      ['limit=x', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['page=2', 'page'],
      ['__proto__=2', '__proto__'],
    ] as const) {
      expect(await problem(await find(query))).toMatchObject({ status: 400, field });
    }
  });

  it('in a path is refused before a database could choke on it', async () => {
    expect(await problem(await fetch(`${depot.url}/orders/a%00b`))).toMatchObject({
      status: 400,
      field: 'id',
    });
    expect(await problem(await fetch(`${depot.url}/orders/%ff`))).toMatchObject({ status: 400 });
  });
});
