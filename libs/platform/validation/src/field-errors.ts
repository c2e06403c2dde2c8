import { nearestName } from '@ferrule/config';
import type { ValidationError } from 'class-validator';
import { rulesOf } from './class-rules.ts';
import { itemPath, memberPath } from './plain-json.ts';
import type { FieldError } from './field-error.ts';

const TYPE_RULES = new Set([
  'isArray',
  'isBoolean',
  'isDate',
  'isInt',
  'isNumber',
  'isObject',
  'isString',
  'nestedValidation',
]);

const pathOf = (parent: string, { property, target }: ValidationError): string =>
  Array.isArray(target) ? itemPath(parent, property) : memberPath(parent, property);

const unknownField = (field: string, { property, target }: ValidationError): FieldError => {
  const known = [...new Set(rulesOf(target?.constructor).map((rule) => rule.property))];
  const meant =
    known.find((name) => name.toLowerCase() === property.toLowerCase()) ??
    nearestName(property, known, 2);
  const prefix = field.slice(0, field.length - property.length);
  return {
    field,
    code: 'UNKNOWN_FIELD',
    message: `${field} is not a known field`,
    ...(meant !== undefined && { suggestion: `Did you mean ${prefix}${meant}?` }),
  };
};

const ownErrors = (error: ValidationError, field: string): readonly FieldError[] => {
  const broken = Object.entries(error.constraints ?? {});
  if (broken.length === 0) return [];
  if (broken.some(([rule]) => rule === 'whitelistValidation')) return [unknownField(field, error)];
  if (error.value === undefined) {
    return [{ field, code: 'REQUIRED', message: `${field} is required` }];
  }
  const types = broken.filter(([rule]) => TYPE_RULES.has(rule));
  // Of a value of the wrong type, every other rule says only what follows from that.
  return (types.length > 0 ? types : broken).map(([, message]) => ({
    field,
    code: types.length > 0 ? 'WRONG_TYPE' : 'INVALID',
    message: message.startsWith(`${error.property} `)
      ? field + message.slice(error.property.length)
      : message,
  }));
};

/**
 * class-validator's tree, told in the order and in the words of the sender's document. It stops at
 * `most`: a body of nothing but wrong fields must cost neither time nor an answer many times its size.
 */
export const fieldErrors = (
  errors: readonly ValidationError[],
  most: number,
  parent = '',
): readonly FieldError[] => {
  const told: FieldError[] = [];
  for (const error of errors) {
    if (told.length >= most) break;
    // A nested class without @Type leaves nothing to check it by.
    if ((error.property as string | undefined) === undefined) {
      told.push({ field: parent, code: 'INVALID', message: `${parent} cannot be checked` });
      continue;
    }
    const field = pathOf(parent, error);
    told.push(...ownErrors(error, field));
    told.push(...fieldErrors(error.children ?? [], most - told.length, field));
  }
  return told;
};
