import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiProperty, type OpenAPIObject } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { createHttpApp, HealthModule, listen, openApi, type Listening } from '@ferrule/http';

class Options {
  @IsOptional() @IsBoolean() readonly enableDHCP?: boolean;
}

class Router {
  @IsString() @MaxLength(32) readonly name!: string;
}

class Order {
  @Matches(/^\/\d+$/) readonly size!: string;
  @IsIn(['DC1', 'DC2']) readonly datacenter!: string;
  @IsOptional() @IsInt() @Min(1) @Max(4094) readonly vlan?: number;
  @IsOptional() @ValidateNested() @Type(() => Options) readonly options?: Options;
  @ValidateNested({ each: true }) @Type(() => Router) @ArrayMaxSize(3) readonly routers!: Router[];
  @IsOptional() @IsArray() @IsString({ each: true }) readonly tags?: string[];

  @ApiProperty({ description: 'Who pays', example: 'acme-corp' })
  @IsString()
  readonly clientId!: string;
}

class Receipt {
  @IsString() readonly jobId!: string;
}

class Page {
  @IsOptional() @Type(() => Number) @IsInt() @Max(100) readonly limit?: number;
}

@Controller('api/v1/orders')
class OrderController {
  @Post()
  @ApiCreatedResponse({ type: Receipt })
  take(@Body() order: Order): unknown {
    return order;
  }

  @Get()
  list(@Query() page: Page): unknown {
    return page;
  }
}

@Module({ imports: [HealthModule], controllers: [OrderController] })
class OrderModule {}

describe('the OpenAPI document', () => {
  let orders: Listening;
  let document: OpenAPIObject;

  beforeAll(async () => {
    const app = await createHttpApp(OrderModule, { logger: false });
    openApi(app, {
      title: 'Orders',
      version: '1.2.3',
      models: [Receipt],
      extend: (builder) => builder.addBearerAuth(),
    });
    const config = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000 };
    orders = await listen(app, config);
    document = (await (await fetch(`${orders.url}/openapi.json`)).json()) as OpenAPIObject;
  });
  afterAll(() => orders.stop());

  const schema = (name: string): unknown => document.components?.schemas?.[name];

  it('is of version 3.1 and says whose it is', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Orders', version: '1.2.3' },
      components: { securitySchemes: { bearer: { type: 'http' } } },
    });
    expect(Object.keys(document.paths)).toEqual(['/api/v1/orders']);
  });

  it('says of a body what its validation rules say', () => {
    expect(schema('Order')).toEqual({
      type: 'object',
      required: ['clientId', 'size', 'datacenter', 'routers'],
      properties: {
        size: { type: 'string', pattern: '^\\/\\d+$' },
        datacenter: { type: 'string', enum: ['DC1', 'DC2'] },
        vlan: { type: 'integer', minimum: 1, maximum: 4094 },
        options: { $ref: '#/components/schemas/Options' },
        routers: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/Router' } },
        tags: { type: 'array', items: { type: 'string' } },
        clientId: { type: 'string', description: 'Who pays', example: 'acme-corp' },
      },
      additionalProperties: false,
    });
    expect(schema('Options')).toMatchObject({
      properties: { enableDHCP: { type: 'boolean' } },
      additionalProperties: false,
    });
    expect(schema('Router')).toMatchObject({
      required: ['name'],
      properties: { name: { type: 'string', maxLength: 32 } },
    });
    expect(schema('Receipt')).toEqual({
      type: 'object',
      required: ['jobId'],
      properties: { jobId: { type: 'string' } },
    });
  });

  it('says of a query what its validation rules say', () => {
    expect(document.paths['/api/v1/orders']?.get?.parameters).toEqual([
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 100 } },
    ]);
  });

  it('says that every operation may end in a problem', () => {
    for (const operation of [
      document.paths['/api/v1/orders']?.get,
      document.paths['/api/v1/orders']?.post,
    ]) {
      expect(operation?.responses).toMatchObject({
        default: {
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      });
    }
    expect(schema('Problem')).toMatchObject({
      required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
    });
  });

  it('is shown on a page that loads nothing from elsewhere', async () => {
    const page = await fetch(`${orders.url}/docs`);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(html).toContain('<title>Orders</title>');
    const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source ?? '');
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      const asset = await fetch(new URL(source, `${orders.url}/docs`));
      expect([source, asset.url.startsWith(orders.url), asset.status]).toEqual([source, true, 200]);
    }
    const script = await (await fetch(`${orders.url}/docs/swagger-ui-init.js`)).text();
    expect(script).toContain('"validatorUrl": null');
  });
});
