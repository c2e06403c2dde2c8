import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { readStrictly, rulesOf, unfitPart } from '@ferrule/validation';
import { InvalidInput } from './invalid-input.ts';

const MISSING = { field: 'body', code: 'REQUIRED', message: 'a body is required' };

/**
 * Turns a request's body, query and parameters into instances of their classes, or refuses them
 * with every field named.
 */
class StrictValidationPipe implements PipeTransform {
  transform(value: unknown, { type, metatype, data }: ArgumentMetadata): unknown {
    if (type === 'custom') return value;
    if (metatype === undefined || data !== undefined || rulesOf(metatype).length === 0) {
      // `@Body('name')` hands over one field; it has that name in an error.
      const unfit = unfitPart(value, data ?? '');
      if (unfit) throw new InvalidInput(type, [unfit]);
      return value;
    }
    if (value === undefined) throw new InvalidInput(type, [MISSING], true);
    const { instance, errors } = readStrictly(metatype as new () => object, value);
    if (errors) throw new InvalidInput(type, errors);
    return instance;
  }
}

export const validationPipe = (): PipeTransform => new StrictValidationPipe();
