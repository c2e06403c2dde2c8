import { Rejection, type Envelope } from '@ferrule/kernel';
import { readStrictly } from '@ferrule/validation';

export type { FieldError } from '@ferrule/validation';

/**
 * The body as an instance of its class in `contracts`, or a `Rejection` that names every field that
 * is wrong: the same rules, codes and words as over HTTP.
 */
export const parse = <T extends object>(type: new () => T, envelope: Pick<Envelope, 'body'>): T => {
  const { instance, errors } = readStrictly(type, jsonObject(envelope.body));
  if (!errors) return instance;
  const [first, ...others] = errors;
  const more = others.length > 0 ? `; and ${others.length} more` : '';
  throw new Rejection('VALIDATION_FAILED', `${first?.message ?? 'the body is not valid'}${more}`, {
    ...(first && { field: first.field }),
    ...(first?.suggestion !== undefined && { suggestion: first.suggestion }),
    errors,
  });
};

const jsonObject = (body: string): object => {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Rejection('BODY_INVALID', 'the body must be JSON', { field: 'body' });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Rejection('BODY_INVALID', 'the body must be a JSON object', { field: 'body' });
  }
  return value;
};
