import { ambiguous, invalidValue, noMatch, Trap } from './trap.ts';
import type { Names, ValueType } from './value-type.ts';

export type RefRules = {
  /** Words beside the names: `none`, `all`, `auto`. */
  readonly words?: readonly string[];
};

const isId = (text: string) => /^\*[0-9a-f]+$/iu.test(text);

const normalId = (text: string) =>
  `*${Number.parseInt(text.slice(1), 16).toString(16).toUpperCase()}`;

/**
 * The name of a row of `spaces`, checked when written and kept as its id: a row that is renamed is still meant,
 * and one that is removed leaves `*1A`. The second and later spaces are marked by their place before the id.
 */
export const reference = (spaces: readonly string[], { words = [] }: RefRules = {}): ValueType => {
  const known = new Set(words);
  const find = (text: string, argument: string, names: Names): string => {
    if (known.has(text)) return text;
    for (const [at, space] of spaces.entries()) {
      const mark = at === 0 ? '' : String(at);
      if (isId(text)) {
        const id = normalId(text);
        if (names.nameOf(space, id) !== undefined) return mark + id;
        continue;
      }
      const [id, another] = names.find(space, text);
      if (another !== undefined) throw ambiguous(argument);
      if (id !== undefined) return mark + id;
    }
    if (text === '' && known.size > 0) throw ambiguous(argument);
    if (spaces.length === 1) throw noMatch(argument);
    throw invalidValue(
      argument,
      spaces.map((space) => `input does not match any value of ${wordOf(space)}`),
    );
  };
  return {
    shape: 'reference',
    spaces,
    ...(words.length > 0 && { values: words }),
    parse: find,
    format(stored, names) {
      const star = stored.indexOf('*');
      if (star < 0 || known.has(stored)) return stored;
      const space = spaces[Number(stored.slice(0, star))];
      const id = stored.slice(star);
      return (space === undefined ? undefined : names.nameOf(space, id)) ?? id;
    },
  };
};

/** `/interface/list` is called `interface-list` in refusals. */
const wordOf = (space: string) => space.slice(1).replaceAll('/', '-');

export type ListRules = {
  readonly min?: number;
  readonly max?: number;
  /** What the router says when an item stands there twice; otherwise it may. */
  readonly twice?: string;
};

export const list = (item: ValueType, { min = 0, max, twice }: ListRules = {}): ValueType => ({
  shape: 'list',
  inner: [item],
  parse(text, argument, names) {
    const items =
      text === '' ? [] : text.split(',').map((part) => item.parse(part, argument, names));
    if (items.length < min || (max !== undefined && items.length > max))
      throw invalidValue(argument);
    if (twice !== undefined && new Set(items).size < items.length) throw new Trap(twice);
    return items.join(',');
  },
  ...(item.format !== undefined && {
    format: (stored: string, names: Names) =>
      stored === ''
        ? ''
        : stored
            .split(',')
            .map((part) => item.format?.(part, names) ?? part)
            .join(','),
  }),
});

/** The same value with `!` before it, as matchers take it. */
export const negatable = (inner: ValueType): ValueType => ({
  ...inner,
  negatable: true,
  parse: (text, argument, names) =>
    text.startsWith('!')
      ? `!${inner.parse(text.slice(1), argument, names)}`
      : inner.parse(text, argument, names),
  ...(inner.format !== undefined && {
    format: (stored: string, names: Names) =>
      stored.startsWith('!')
        ? `!${inner.format?.(stored.slice(1), names) ?? ''}`
        : (inner.format?.(stored, names) ?? stored),
  }),
});

/** The first type that takes the text; of their refusals the last one is told, for it is the most general. */
export const either = (types: readonly ValueType[]): ValueType => ({
  shape: 'either',
  inner: types,
  values: types.flatMap((type) => type.values ?? []),
  parse(text, argument, names) {
    let refusal: Trap | undefined;
    for (const type of types) {
      try {
        return type.parse(text, argument, names);
      } catch (error) {
        if (!(error instanceof Trap)) throw error;
        refusal = error;
      }
    }
    throw refusal ?? invalidValue(argument);
  },
  ...(types.some((type) => type.format !== undefined) && {
    format: (stored: string, names: Names) =>
      types.reduce(
        (text, type) => (text === stored ? (type.format?.(stored, names) ?? text) : text),
        stored,
      ),
  }),
});
