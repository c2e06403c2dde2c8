import { hash } from 'node:crypto';

/**
 * The tree of RFC 6962 over hashes of entries. A node begins with a byte that no entry begins with,
 * so that no node can be passed off as an entry.
 */
const NODE = Buffer.from([1]);

const node = (left: string, right: string): string =>
  hash('sha256', Buffer.concat([NODE, Buffer.from(left + right, 'hex')]), 'hex');

/** The largest power of two that is smaller than `size`. */
const split = (size: number): number => 2 ** (Math.ceil(Math.log2(size)) - 1);

export const rootOf = (hashes: readonly string[]): string => {
  const [first] = hashes;
  if (first === undefined) throw new RangeError('a tree has at least one leaf');
  if (hashes.length === 1) return first;
  const middle = split(hashes.length);
  return node(rootOf(hashes.slice(0, middle)), rootOf(hashes.slice(middle)));
};

/** What stands beside the way from one leaf to the root, from the leaf upwards. */
export const pathOf = (hashes: readonly string[], index: number): readonly string[] => {
  if (index < 0 || index >= hashes.length) throw new RangeError(`there is no leaf ${index}`);
  if (hashes.length === 1) return [];
  const middle = split(hashes.length);
  return index < middle
    ? [...pathOf(hashes.slice(0, middle), index), rootOf(hashes.slice(middle))]
    : [...pathOf(hashes.slice(middle), index - middle), rootOf(hashes.slice(0, middle))];
};

/** The root that a leaf and its path lead to; undefined when the path has another length. */
export const climb = (
  leaf: string,
  index: number,
  size: number,
  path: readonly string[],
): string | undefined => {
  if (size === 1) return path.length === 0 ? leaf : undefined;
  const beside = path.at(-1);
  if (beside === undefined) return undefined;
  const middle = split(size);
  const rest = path.slice(0, -1);
  const own =
    index < middle
      ? climb(leaf, index, middle, rest)
      : climb(leaf, index - middle, size - middle, rest);
  if (own === undefined) return undefined;
  return index < middle ? node(own, beside) : node(beside, own);
};
