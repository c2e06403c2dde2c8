import { Trap } from '../menu/trap.ts';
import { readPrefix } from '../menu/address.ts';
import type { Operator } from './syntax.ts';
import { arrayOf, compareValues, isArray, isEqual, isTrue, numberOf, textOf } from './value.ts';
import type { ScriptArray, Value } from './value.ts';

const refusal = (what: string) => new Trap(what, 3);

const arithmetic: Readonly<Partial<Record<Operator, (left: number, right: number) => number>>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '%': (left, right) => left % right,
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
};

const asArray = (value: Value): ScriptArray => (isArray(value) ? value : arrayOf([value]));

const concatenated = (left: ScriptArray, right: ScriptArray): ScriptArray => {
  const all = new Map<string | number, Value>();
  let number = 0;
  for (const [key, item] of [...left, ...right])
    all.set(typeof key === 'number' ? number++ : key, item);
  return all;
};

const isWithin = (left: Value, right: Value): boolean => {
  const [inner, outer] = [readPrefix(textOf(left)), readPrefix(textOf(right))];
  if (inner === undefined || outer === undefined)
    throw refusal('cannot check if value is in range');
  if (inner.family !== outer.family || inner.length < outer.length) return false;
  const shift = BigInt((outer.family === 4 ? 32 : 128) - outer.length);
  return inner.bits >> shift === outer.bits >> shift;
};

const matches = (left: Value, right: Value): boolean => {
  let rule: RegExp;
  try {
    rule = new RegExp(textOf(right), 'u');
  } catch {
    throw refusal('bad regular expression');
  }
  return (isArray(left) ? [...left.values()] : [left]).some((item) => rule.test(textOf(item)));
};

const calculate = (operator: Operator, left: Value, right: Value): Value => {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === undefined || b === undefined)
    throw refusal(`cannot calculate ${textOf(left)} ${operator} ${textOf(right)}`);
  if (operator === '/') {
    if (b === 0) throw refusal('division by zero');
    return Math.trunc(a / b);
  }
  return arithmetic[operator]?.(a, b);
};

const itemOf = (left: Value, right: Value): Value => {
  if (!isArray(left)) return undefined;
  const key = numberOf(right);
  return left.get(textOf(right)) ?? (key === undefined ? undefined : left.get(key));
};

/** `&&` and `||` are not here: they look at their right side only where the left one leaves it open. */
export const operate = (operator: Operator, left: Value, right: Value): Value => {
  switch (operator) {
    case '=':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case '<':
      return compareValues(left, right) < 0;
    case '>':
      return compareValues(left, right) > 0;
    case '<=':
      return compareValues(left, right) <= 0;
    case '>=':
      return compareValues(left, right) >= 0;
    case '~':
      return matches(left, right);
    case 'in':
      return isWithin(left, right);
    case '.':
      return textOf(left) + textOf(right);
    case ',':
      return concatenated(asArray(left), asArray(right));
    case '->':
      return itemOf(left, right);
    case '&&':
      return isTrue(left) && isTrue(right);
    case '||':
      return isTrue(left) || isTrue(right);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '|':
    case '&':
    case '^':
      return calculate(operator, left, right);
  }
};
