import { isIP } from 'node:net';
import { Matches, registerDecorator } from 'class-validator';
import { ID } from '../page.ts';

export const LINE = /^[\u0020-\u007e\u00a0-\uffff]{1,100}$/;

export const IsLine = (name: string): PropertyDecorator =>
  Matches(LINE, { message: `${name} must be one line of 1 to 100 characters` });

export const IsId = (name: string): PropertyDecorator =>
  Matches(ID, { message: `${name} must be 1 to 64 letters, digits, "-" or "_"` });

/** The parts of a split have the id of the whole before their number. */
export const IsLongId = (name: string): PropertyDecorator =>
  Matches(/^[A-Za-z0-9_-]{1,80}$/, {
    message: `${name} must be 1 to 80 letters, digits, "-" or "_"`,
  });

const isPrefix = (text: string): boolean => {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(length) <= (family === 4 ? 32 : 128);
};

/** Where a page of prefixes goes on: after one of them, and what stands before it. */
export const IsPlace = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'isPlace',
    target: target.constructor,
    propertyName: String(property),
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        value.length <= 200 &&
        isPrefix(value.replace(/^[A-Za-z0-9_/-]+ /, '')),
      defaultMessage: () => 'cursor must be what an answer gave as next',
    },
  });
