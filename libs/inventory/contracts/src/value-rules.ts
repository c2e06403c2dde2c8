// Whoever reads these contracts for their types and names alone has not loaded it.
import 'reflect-metadata';
import { Matches, ValidateBy, type ValidationOptions } from 'class-validator';

/** An id that can be part of a subject. */
export const IsId = (): PropertyDecorator =>
  Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: '$property must be 1 to 32 letters, digits, "-" or "_"',
  });

/** One line for people: everything but control characters. */
export const IsLine = (): PropertyDecorator =>
  Matches(/^[\u0020-\u007e\u00a0-\uffff]{1,200}$/, {
    message: '$property must be one line of 1 to 200 characters',
  });

/** The name of an interface, as it can be written to a router. */
export const IsInterface = (): PropertyDecorator =>
  Matches(/^[\w.-]{1,32}$/, {
    message: '$property must be the name of an interface: letters, digits, ".", "_" or "-"',
  });

/** The form of a sealed secret. Whatever else comes is not repeated in the answer. */
export const IsSealed = (): PropertyDecorator =>
  Matches(/^sealed:[\w:-]{1,1000}$/, {
    message: '$property must be a sealed secret, not the secret itself',
  });

export const IsUserName = (): PropertyDecorator =>
  Matches(/^[\x21-\x7e]{1,64}$/, {
    message: '$property must be 1 to 64 printable characters without spaces',
  });

const HOST_NAME =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/;

export const isHostName = (text: string): boolean => HOST_NAME.test(text);

/** A rule over one value; the sentence names the property. */
export const IsSuch = (
  name: string,
  sentence: string,
  holds: (this: void, value: unknown) => boolean,
  options?: ValidationOptions,
): PropertyDecorator =>
  ValidateBy(
    { name, validator: { validate: holds, defaultMessage: () => `$property must be ${sentence}` } },
    options,
  );

export const IsTimeZone = (): PropertyDecorator =>
  IsSuch('isTimeZone', 'a time zone such as Europe/Paris', (value) => {
    try {
      if (typeof value !== 'string') return false;
      return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
    } catch {
      return false;
    }
  });

interface Accepted {
  readonly protocol: unknown;
  readonly ports: unknown;
}

const isAccepted = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  const { protocol, ports } = { protocol: undefined, ports: undefined, ...value } as Accepted;
  return (protocol === 'tcp' || protocol === 'udp') && typeof ports === 'string' && arePorts(ports);
};

/** `80,443,8000-8100` */
const arePorts = (text: string): boolean =>
  text.split(',').every((part) => {
    const [, first = '', last] = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(part) ?? [];
    if (first === '' || Number(first) > 65_535) return false;
    return last === undefined || (Number(first) < Number(last) && Number(last) <= 65_535);
  });

export const IsAccepts = (): PropertyDecorator =>
  IsSuch(
    'isAccepts',
    'nothing, everything, or a list of {protocol: tcp or udp, ports: such as 80,443,8000-8100}',
    (value) =>
      value === 'nothing' ||
      value === 'everything' ||
      (Array.isArray(value) && value.length > 0 && value.length <= 20 && value.every(isAccepted)),
  );
