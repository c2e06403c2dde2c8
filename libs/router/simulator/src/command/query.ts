import { readAddress } from '../menu/address.ts';
import { readDuration } from '../menu/number-types.ts';
import { Trap } from '../menu/trap.ts';

export type ReadProperty = (name: string) => string | undefined;

export type Predicate = (read: ReadProperty) => boolean;

const SCALES: readonly ((text: string) => number | bigint | undefined)[] = [
  (text) => (/^-?\d+$/u.test(text) ? Number(text) : undefined),
  (text) => readAddress(text)?.bits,
  readDuration,
];

/**
 * Numbers, durations and addresses by their value, the rest by their text. What is wanted is read
 * once, for however many rows.
 */
const comparedTo = (wanted: string): ((value: string) => number) => {
  const order = (a: string | number | bigint, b: string | number | bigint): number =>
    a < b ? -1 : a > b ? 1 : 0;
  const scales = SCALES.flatMap((scale) => {
    const mark = scale(wanted);
    return mark === undefined ? [] : [{ scale, mark }];
  });
  return (value) => {
    for (const { scale, mark } of scales) {
      const here = scale(value);
      if (here !== undefined) return order(here, mark);
    }
    return order(value, wanted);
  };
};

const condition = (word: string): Predicate => {
  const sign = word.charAt(1);
  const text = '=<>-'.includes(sign) && sign !== '' ? word.slice(2) : word.slice(1);
  if (sign === '-') return (read) => read(text) === undefined;
  const equals = text.indexOf('=');
  if (equals < 0) return (read) => read(text) !== undefined;
  const name = text.slice(0, equals);
  const wanted = text.slice(equals + 1);
  if (sign !== '<' && sign !== '>') return (read) => read(name) === wanted;
  const compare = comparedTo(wanted);
  return (read) => {
    const value = read(name);
    if (value === undefined) return false;
    return sign === '<' ? compare(value) < 0 : compare(value) > 0;
  };
};

/** Below the bottom of the stack lie endless trues. */
const pop = (stack: boolean[]) => stack.pop() ?? true;

const operate = (operations: string, stack: boolean[]): void => {
  for (let at = 0; at < operations.length; at += 1) {
    const operation = operations.charAt(at);
    if (operation === '!') stack.push(!pop(stack));
    else if (operation === '&') stack.push([pop(stack), pop(stack)].every(Boolean));
    else if (operation === '|') stack.push([pop(stack), pop(stack)].some(Boolean));
    else if (operation === '.') stack.push(stack.at(-1) ?? true);
    else {
      const digits = /^\d+/u.exec(operations.slice(at))?.[0] ?? '';
      at += digits.length - 1;
      const value = stack[stack.length - 1 - Number(digits)] ?? true;
      if (at === operations.length - 1) stack.length = 0;
      stack.push(value);
      // A dot only ends the index here.
      if (operations.charAt(at + 1) === '.') at += 1;
    }
  }
};

/** A row passes when no false is left. */
export const compileQuery = (words: readonly string[]): Predicate | undefined => {
  if (words.length === 0) return undefined;
  const steps = words.map((word): ((read: ReadProperty, stack: boolean[]) => void) => {
    if (word.startsWith('?#')) {
      const operations = word.slice(2);
      if (!/^(?:\d+|[!&|.])*$/u.test(operations)) throw new Trap('invalid query', 5);
      return (_, stack) => operate(operations, stack);
    }
    const holds = condition(word);
    return (read, stack) => stack.push(holds(read));
  });
  return (read) => {
    const stack: boolean[] = [];
    const once = rememberingLast(read);
    for (const step of steps) step(once, stack);
    return !stack.includes(false);
  };
};

/** Whoever asks for a range asks for one property twice in a row. */
const rememberingLast = (read: ReadProperty): ReadProperty => {
  let last: string | undefined;
  let value: string | undefined;
  return (name) => {
    if (name !== last) [last, value] = [name, read(name)];
    return value;
  };
};

const equality = (word: string): readonly [name: string, value: string] | undefined => {
  const [, name, value] = /^\?=?([^=<>#-][^=]*)=(.*)$/su.exec(word) ?? [];
  return name === undefined || value === undefined ? undefined : [name, value];
};

/** What each row of the answer has, one of some values under a name: an index may look for them. */
export interface Wanted {
  readonly name: string;
  readonly values: readonly string[];
}

/** What holds together. */
type Conjunction = readonly Wanted[];

/** Either of two: known where both say one thing, and about the same name. */
const either = (left: Conjunction, right: Conjunction): Conjunction => {
  const [[one, ...more], [other, ...others]] = [left, right];
  return one !== undefined && one.name === other?.name && more.length + others.length === 0
    ? [{ name: one.name, values: [...one.values, ...other.values] }]
    : [];
};

/**
 * What every row of the answer has, as far as the words say it plainly: conditions side by side, and
 * several values of one name joined by `|`. Everything that is left on the stack has to hold.
 */
export const wantedOf = (words: readonly string[]): readonly Wanted[] => {
  const stack: Conjunction[] = [];
  for (const word of words) {
    if (!word.startsWith('?#')) {
      const [name, value = ''] = equality(word) ?? [];
      stack.push(name === undefined ? [] : [{ name, values: [value] }]);
      continue;
    }
    for (const operation of word.slice(2)) {
      const [right, left] = [stack.pop() ?? [], stack.pop()];
      if (operation === '&') stack.push([...(left ?? []), ...right]);
      // Below the bottom lie endless trues: either of them says nothing.
      else if (operation === '|') stack.push(left === undefined ? [] : either(left, right));
      else return [];
    }
  }
  return stack.flat();
};
