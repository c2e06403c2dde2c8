import { InvalidInput } from '@ferrule/http';
import { readStrictly } from '@ferrule/validation';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What is there with some fields in place of others (RFC 7396, for whole fields): null takes one
 * back to its default. Throws `InvalidInput`.
 */
export const changed = <Order extends object>(
  order: new () => Order,
  current: object,
  changes: unknown,
  id: Fields,
): Order => {
  if (!isFields(changes)) {
    const message = 'the body must be a JSON object of the fields that change';
    throw new InvalidInput('body', [{ field: 'body', code: 'INVALID', message }]);
  }
  const [taken] = Object.keys(id).filter((name) => name in changes);
  if (taken !== undefined) {
    const message = `${taken} cannot be changed`;
    throw new InvalidInput('body', [{ field: taken, code: 'INVALID', message }]);
  }
  const merged = Object.entries({ ...current, ...changes, ...id }).filter(
    ([, value]) => value !== null,
  );
  const { instance, errors } = readStrictly(order, Object.fromEntries(merged));
  if (errors) throw new InvalidInput('body', errors);
  return instance;
};
