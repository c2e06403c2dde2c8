import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { readStrictly } from '@ferrule/validation';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  registerDecorator,
  ValidateNested,
  ValidatorConstraint,
} from 'class-validator';

class Options {
  @IsOptional() @IsBoolean() enableDHCP?: boolean;
}

class Order {
  @Matches(/^\/\d+$/, { message: 'size must have a slash' }) size!: string;
  @IsOptional() @IsInt() vlan?: number;
  @IsOptional() @ValidateNested() @Type(() => Options) options?: Options;

  @IsOptional()
  @Transform(({ value }) => (value as string).trim())
  @IsString()
  note?: string;
}

const errorsOf = (value: unknown) =>
  (readStrictly(Order, value).errors ?? []).map(({ field, code }) => `${field} ${code}`);

describe('reading what somebody else wrote', () => {
  it('gives an instance, with the classes that it is made of', () => {
    const { instance } = readStrictly(Order, { size: '/24', options: { enableDHCP: true } });
    expect(instance).toBeInstanceOf(Order);
    expect(instance?.options).toBeInstanceOf(Options);
    expect(instance).toEqual({ size: '/24', options: { enableDHCP: true } });
  });

  it.each([
    [{}, ['size REQUIRED']],
    [{ size: '24' }, ['size INVALID']],
    [{ size: '/24', vlan: '7' }, ['vlan WRONG_TYPE']],
    [{ size: '/24', options: [] }, ['options WRONG_TYPE']],
    [{ size: '/24', options: { enableDhcp: true } }, ['options.enableDhcp UNKNOWN_FIELD']],
    [{ size: '/24\0' }, ['size INVALID']],
    [{ size: '\ud800' }, ['size INVALID']],
    [JSON.parse('{"size":"/24","__proto__":{"vlan":1}}'), ['__proto__ UNKNOWN_FIELD']],
    [null, ['body WRONG_TYPE']],
    [[], ['body WRONG_TYPE']],
    ['/24', ['body WRONG_TYPE']],
    [undefined, ['body WRONG_TYPE']],
  ])('of %j names what is wrong', (value: unknown, expected) => {
    expect(errorsOf(value)).toEqual(expected);
  });

  it('ends at once, however deep the document is', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(errorsOf({ size: '/24', options: deep })).toEqual(['options INVALID']);
  });

  it('blames the sender in the answer and the class in the log when a class trips', () => {
    const logged: unknown[] = [];
    Logger.overrideLogger({
      log: () => 0,
      warn: () => 0,
      error: (message: unknown) => logged.push(message),
    });
    try {
      expect(errorsOf({ size: '/24', note: 5 })).toEqual(['body WRONG_TYPE']);
      expect(logged).toHaveLength(1);
      expect(logged[0]).toBeInstanceOf(TypeError);
    } finally {
      Logger.overrideLogger(true);
    }
  });

  it('refuses a class that has no rules, and one with a rule that would answer later', () => {
    class Anything {
      name!: string;
    }
    expect(() => readStrictly(Anything, {})).toThrow('Anything has no rules to read by');

    @ValidatorConstraint({ async: true })
    class IsFree {
      validate(): Promise<boolean> {
        return Promise.resolve(false);
      }
    }
    class Late {
      name!: string;
    }
    registerDecorator({ target: Late, propertyName: 'name', validator: IsFree });
    expect(() => readStrictly(Late, { name: 'x' })).toThrow(
      'the rule of Late.name must not be asynchronous',
    );
  });
});
