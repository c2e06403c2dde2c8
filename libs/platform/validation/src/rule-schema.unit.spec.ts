import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { jsonSchemaOf } from '@ferrule/validation';
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

const COLOURS = ['red', 'green'] as const;

class Options {
  @IsOptional() @IsBoolean() enableDHCP?: boolean;
}

class Router {
  @IsString() @MaxLength(32) name!: string;
}

class Order {
  static readonly notes = { size: { description: 'A prefix length', examples: ['/24'] } };

  @Matches(/^\/\d+$/) size!: string;
  @IsIn(['DC1', 'DC2']) datacenter!: string;
  @IsOptional() @IsInt({ message: 'a VLAN' }) @Min(1) @Max(4094) vlan?: number;
  @IsOptional() @IsIn(COLOURS) colour?: (typeof COLOURS)[number];
  @IsOptional() @ValidateNested() @Type(() => Options) options?: Options;
  @ValidateNested({ each: true }) @Type(() => Router) @ArrayMaxSize(3) routers!: Router[];
  @IsOptional() @IsArray() @IsString({ each: true }) tags?: string[];
}

describe('the JSON Schema of a class', () => {
  it('says what its rules say, and what its notes say beside them', () => {
    expect(jsonSchemaOf(Order)).toEqual({
      type: 'object',
      required: ['size', 'datacenter', 'routers'],
      properties: {
        size: {
          type: 'string',
          pattern: '^\\/\\d+$',
          description: 'A prefix length',
          examples: ['/24'],
        },
        datacenter: { type: 'string', enum: ['DC1', 'DC2'] },
        vlan: { type: 'integer', minimum: 1, maximum: 4094 },
        colour: { type: 'string', enum: ['red', 'green'] },
        options: {
          type: 'object',
          required: [],
          properties: { enableDHCP: { type: 'boolean' } },
          additionalProperties: false,
        },
        routers: {
          type: 'array',
          maxItems: 3,
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string', maxLength: 32 } },
            additionalProperties: false,
          },
        },
        tags: { type: 'array', items: { type: 'string' } },
      },
      additionalProperties: false,
    });
  });
});
