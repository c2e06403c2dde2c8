import { readAddress } from '../menu/address.ts';
import { readDuration } from '../menu/number-types.ts';
import type { Block } from './syntax.ts';

/** A function: `do={ … }` with what was visible where it was written. */
export class Code {
  readonly body: Block;

  constructor(body: Block) {
    this.body = body;
  }
}

/** Items without a key have their number. */
export type ScriptArray = ReadonlyMap<string | number, Value>;

/** undefined is nothing. Addresses, times and ids are texts that look like it. */
export type Value = string | number | boolean | undefined | Code | ScriptArray;

export const arrayOf = (items: Iterable<Value>): ScriptArray =>
  new Map(Array.from(items, (item, at) => [at, item]));

export const isArray = (value: Value): value is ScriptArray => value instanceof Map;

const joined = (items: ScriptArray, separator: string): string =>
  [...items]
    .map(([key, item]) => (typeof key === 'number' ? textOf(item) : `${key}=${textOf(item)}`))
    .join(separator);

export const textOf = (value: Value): string => {
  if (value === undefined) return '';
  if (value instanceof Code) return '(code)';
  if (isArray(value)) return joined(value, ';');
  return String(value);
};

/** As an argument of a command takes it: lists are comma-joined there. */
export const argumentOf = (value: Value): string =>
  isArray(value) ? joined(value, ',') : textOf(value);

export const wordValue = (text: string): Value => {
  if (/^(?:\d+|0x[0-9a-f]+)$/iu.test(text)) return Number(text);
  if (text === 'true' || text === 'yes') return true;
  if (text === 'false' || text === 'no') return false;
  return text;
};

export const typeOf = (value: Value): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return 'num';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof Code) return 'code';
  if (isArray(value)) return 'array';
  if (/^\*[0-9a-f]+$/iu.test(value)) return 'id';
  const [address = '', length, more] = value.split('/');
  const parsed = more === undefined ? readAddress(address) : undefined;
  if (parsed !== undefined)
    return `ip${address.includes(':') ? '6' : ''}${length === undefined ? '' : '-prefix'}`;
  return value !== '' && readDuration(value) !== undefined ? 'time' : 'str';
};

export const numberOf = (value: Value): number | undefined => {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' && /^-?(?:\d+|0x[0-9a-f]+)$/iu.test(value)
    ? Number(value)
    : undefined;
};

export const isTrue = (value: Value): boolean =>
  value === true || (typeof value === 'string' && (value === 'true' || value === 'yes'));

const truth = (value: Value): boolean | undefined => {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === 'no' || value === 'false') return false;
  return value === 'yes' || value === 'true' ? true : undefined;
};

/** Nothing is false and the empty text: a flag that a row does not show is not set. */
export const isEqual = (left: Value, right: Value): boolean =>
  typeof left === 'boolean' || typeof right === 'boolean'
    ? truth(left) === truth(right)
    : textOf(left) === textOf(right);

/** Numbers, addresses and times by their value; all else by its text. */
export const compareValues = (left: Value, right: Value): number => {
  const [a, b] = [textOf(left), textOf(right)];
  for (const convert of [
    (text: string) => numberOf(text),
    (text: string) => readAddress(text)?.bits,
    (text: string) => (text === '' ? undefined : readDuration(text)),
  ]) {
    const [x, y] = [convert(a), convert(b)];
    if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
};
