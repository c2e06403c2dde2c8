import { Logger } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { rulesOf, settleShape } from './class-rules.ts';
import type { FieldError } from './field-error.ts';
import { fieldErrors } from './field-errors.ts';
import { unfitPart } from './plain-json.ts';

/** A sender learns of this many mistakes at once. */
const MOST_ERRORS = 50;

const log = new Logger('Validation');

/** The instance, or every reason why there is none. */
export type Reading<T> =
  | { readonly instance: T; readonly errors?: never }
  | { readonly instance?: never; readonly errors: readonly FieldError[] };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wholeIsWrong = (message: string): Reading<never> => ({
  errors: [{ field: 'body', code: 'WRONG_TYPE', message }],
});

const checked = <T extends object>(
  type: new () => T,
  value: Record<string, unknown>,
): Reading<T> => {
  try {
    const instance = plainToInstance(type, value);
    const wrong = validateSync(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
    });
    const errors = [...fieldErrors(wrong, MOST_ERRORS), ...settleShape(instance)];
    return errors.length > 0 ? { errors: errors.slice(0, MOST_ERRORS) } : { instance };
  } catch (error) {
    // A class's own @Transform or rule that did not expect this value: its sender's fault for the
    // answer, the class's fault for the log.
    log.error(error);
    return wholeIsWrong('a value has a type that cannot be read');
  }
};

/**
 * What somebody else wrote, as an instance of the class that says what it may be. Nothing is
 * converted unless the class says so by `@Type`: `"24"` is no number. A field that the class does
 * not know is an error as well.
 */
export const readStrictly = <T extends object>(type: new () => T, value: unknown): Reading<T> => {
  if (rulesOf(type).length === 0) throw new TypeError(`${type.name} has no rules to read by`);
  const unfit = unfitPart(value);
  if (unfit) return { errors: [unfit] };
  return isRecord(value) ? checked(type, value) : wholeIsWrong('the body must be a JSON object');
};
