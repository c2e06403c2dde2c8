import type { Attributes, Change } from './plan.ts';

/** What tells a row of a menu without names, where it is said. */
const TELLING = ['list', 'interface', 'address', 'dst-address', 'src-address', 'prefix', 'chain'];

const quoted = (value: string): string => `"${value.replaceAll(/["\\$?]/gu, String.raw`\$&`)}"`;

/** Bare where the terminal takes it so. */
const typed = (value: string): string => (/^[\w.:/,-]+$/u.test(value) ? value : quoted(value));

const words = (image: Attributes): string =>
  Object.entries(image)
    .map(([name, value]) => `${name}=${typed(value)}`)
    .join(' ');

const find = (image: Attributes): string => {
  const names = image['name'] === undefined ? TELLING : ['name'];
  const told = [...names, 'comment'].filter((name) => image[name] !== undefined);
  const conditions = (told.length > 0 ? told : Object.keys(image)).map(
    (name) => `${name}=${quoted(image[name] ?? '')}`,
  );
  return `[find ${conditions.join(' ')}]`;
};

const pick = (image: Attributes, wanted: (name: string, value: string) => boolean): Attributes =>
  Object.fromEntries(Object.entries(image).filter(([name, value]) => wanted(name, value)));

/**
 * A change as somebody would type it in the router's terminal. The row is found by what it is called
 * and whose it is, never by a number that another session may have given away.
 */
export const commandText = ({ path, before, after, moved }: Change): string => {
  if (after === null) return `${path}/remove ${find(before ?? {})}`;
  const place = moved === undefined || moved.to === 'last' ? null : find(moved.to.before);
  if (before === null)
    return [`${path}/add`, words(after), place && `place-before=${place}`]
      .filter(Boolean)
      .join(' ');
  const same = pick(after, (name, value) => before[name] === value);
  // Of a singleton only what is to be another is named.
  const row = Object.keys(same).length === 0 ? [] : [find(same)];
  const values = {
    ...pick(after, (name, value) => before[name] !== value),
    ...Object.fromEntries(
      Object.keys(before)
        .filter((name) => after[name] === undefined)
        .map((name) => [name, '']),
    ),
  };
  const set = Object.keys(values).length === 0 ? [] : [[`${path}/set`, ...row, words(values)]];
  const move =
    moved === undefined ? [] : [[`${path}/move`, ...row, place && `destination=${place}`]];
  return [...set, ...move].map((parts) => parts.filter(Boolean).join(' ')).join('; ');
};

/** What takes a change back, as somebody would type it. */
export const undoText = ({ before, after, moved, ...change }: Change): string =>
  commandText({
    ...change,
    before: after,
    after: before,
    ...(moved && { moved: { from: moved.to, to: moved.from } }),
  });
