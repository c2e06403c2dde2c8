const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/u;

/** Four bytes, or eight groups of two. */
interface Parsed {
  readonly words: readonly number[];
  readonly width: 8 | 16;
  readonly length: number;
}

const parseV4 = (text: string): Parsed | undefined => {
  const match = V4.exec(text);
  if (match === null) return undefined;
  const words = match.slice(1, 5).map(Number);
  const length = match[5] === undefined ? 32 : Number(match[5]);
  if (words.some((word) => word > 255) || length > 32) return undefined;
  return { words, width: 8, length };
};

const groups = (text: string): readonly number[] | undefined => {
  if (text === '') return [];
  const parts = text.split(':');
  if (!parts.every((part) => /^[0-9a-f]{1,4}$/iu.test(part))) return undefined;
  return parts.map((part) => parseInt(part, 16));
};

const parseV6 = (text: string): Parsed | undefined => {
  const [address = '', size, ...more] = text.split('/');
  const length = size === undefined ? 128 : /^\d{1,3}$/u.test(size) ? Number(size) : NaN;
  if (more.length > 0 || !(length <= 128) || !address.includes(':')) return undefined;
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [left, right] = [groups(halves[0] ?? ''), groups(halves[1] ?? '')];
  if (left === undefined || right === undefined) return undefined;
  const gap = 8 - left.length - right.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined;
  return { words: [...left, ...Array<number>(gap).fill(0), ...right], width: 16, length };
};

const parse = (text: string): Parsed | undefined => parseV4(text) ?? parseV6(text);

const masked = ({ words, width }: Parsed, length: number): readonly number[] =>
  words.map((word, index) => {
    const kept = Math.min(width, Math.max(0, length - index * width));
    return word & (2 ** width - 2 ** (width - kept));
  });

/** As Postgres writes a `cidr`, so that both call one prefix the same. */
const written = (parsed: Parsed, length: number): string => {
  const words = masked(parsed, length);
  if (parsed.width === 8) return `${words.join('.')}/${length}`;
  return `${words.map((word) => word.toString(16)).join(':')}/${length}`;
};

/** The prefix in one spelling; undefined for what is neither an address nor a prefix. */
export const prefixOf = (text: string): string | undefined => {
  const parsed = text.length > 49 ? undefined : parse(text);
  return parsed && written(parsed, parsed.length);
};

/** It, and every prefix around it but the one that is everything. */
export const around = (text: string): readonly string[] => {
  const parsed = text.length > 49 ? undefined : parse(text);
  if (parsed === undefined) return [];
  return Array.from({ length: parsed.length }, (_, index) =>
    written(parsed, parsed.length - index),
  );
};

/** Every address and prefix that a body names, in one spelling; ranges by their ends. */
export const addressesIn = (data: unknown): readonly string[] => {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.length > 100 || !/[.:]/u.test(value)) return;
      for (const part of value.split(/[-,]/u)) {
        const prefix = prefixOf(part);
        // What is in everything says nothing of anything.
        if (prefix !== undefined && !prefix.endsWith('/0')) found.add(prefix);
      }
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(data);
  return [...found];
};
