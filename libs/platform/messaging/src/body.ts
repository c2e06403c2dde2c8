import { Rejection, type Envelope } from '@ferrule/kernel';
import { readStrictly } from '@ferrule/validation';

export type { FieldError } from '@ferrule/validation';

/**
 * The body as an instance of its class in `contracts`, or a `Rejection` that names every field that
 * is wrong: the same rules, codes and words as over HTTP.
 */
export const parse = <T extends object>(type: new () => T, { body }: Pick<Envelope, 'body'>): T =>
  asked(type, fromJson(body));

/** The same for the question of somebody who waits. */
export const asked = <T extends object>(type: new () => T, question: unknown): T => {
  const { instance, errors } = readStrictly(type, objectOf(question));
  if (!errors) return instance;
  const [first, ...others] = errors;
  const more = others.length > 0 ? `; and ${others.length} more` : '';
  throw new Rejection('VALIDATION_FAILED', `${first?.message ?? 'the body is not valid'}${more}`, {
    ...(first && { field: first.field }),
    ...(first?.suggestion !== undefined && { suggestion: first.suggestion }),
    errors,
  });
};

const fromJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw new Rejection('BODY_INVALID', 'the body must be JSON', { field: 'body' });
  }
};

const objectOf = (value: unknown): object => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Rejection('BODY_INVALID', 'the body must be a JSON object', { field: 'body' });
  }
  return value;
};
