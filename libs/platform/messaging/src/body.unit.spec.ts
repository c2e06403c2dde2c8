import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@ferrule/kernel';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsString, ValidateNested } from 'class-validator';
import { parse } from './body.ts';

class Options {
  @IsBoolean() enableDHCP!: boolean;
}

class Provision {
  @IsString() size!: string;
  @IsInt() count!: number;
  @ValidateNested() @Type(() => Options) options!: Options;
}

const good = { size: '/24', count: 1, options: { enableDHCP: true } };

const rejectionOf = (body: unknown): Rejection => {
  try {
    parse(Provision, { body: typeof body === 'string' ? body : JSON.stringify(body) });
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
  throw new Error('it was taken');
};

describe('the body of a message', () => {
  it('becomes an instance of its class', () => {
    const parsed = parse(Provision, { body: JSON.stringify(good) });
    expect(parsed).toBeInstanceOf(Provision);
    expect(parsed.options).toBeInstanceOf(Options);
    expect(parsed).toEqual(good);
  });

  it('is not bent into the type it should have', () => {
    const rejection = rejectionOf({ ...good, count: '1', options: { enableDHCP: 1 } });
    expect(rejection.code).toBe('VALIDATION_FAILED');
    expect(rejection.detail).toMatchObject({
      field: 'count',
      errors: [
        { field: 'count', code: 'WRONG_TYPE', message: 'count must be an integer number' },
        {
          field: 'options.enableDHCP',
          code: 'WRONG_TYPE',
          message: 'options.enableDHCP must be a boolean value',
        },
      ],
    });
  });

  it('has no field that its class does not know, however deep', () => {
    expect(rejectionOf({ ...good, sise: 1 }).detail.field).toBe('sise');
    const deep = rejectionOf({ ...good, options: { enableDHCP: true, dhcp: 1 } });
    expect(deep.message).toBe('options.dhcp is not a known field');
  });

  it('names the first field in the sentence and says how many more are wrong', () => {
    expect(rejectionOf({ options: { enableDHCP: true } }).message).toBe(
      'size is required; and 1 more',
    );
  });

  it('is told the name that was probably meant', () => {
    const rejection = rejectionOf({ ...good, options: { enableDhcp: true } });
    expect(rejection.detail).toMatchObject({
      field: 'options.enableDhcp',
      suggestion: 'Did you mean options.enableDHCP?',
    });
  });

  it('has only texts that can be stored, and no more depth than a reader can take', () => {
    expect(rejectionOf({ ...good, size: '/24\0' }).detail.field).toBe('size');
    expect(rejectionOf('{"size":"\\ud800"}').detail.field).toBe('size');
    const deep = `{"options":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    expect(rejectionOf(deep).detail.field).toBe('options');
    expect(rejectionOf({ ...good, options: [] }).detail.field).toBe('options');
  });

  it.each(['{', 'null', '[]', '"text"', ''])('is refused when it is %j', (body) => {
    expect(rejectionOf(body)).toMatchObject({ code: 'BODY_INVALID', detail: { field: 'body' } });
  });

  it('cannot replace its own class', () => {
    const body =
      '{"size":"/24","count":1,"options":{"enableDHCP":true},"__proto__":{"admin":true}}';
    expect(rejectionOf(body).detail.field).toBe('__proto__');
  });
});
