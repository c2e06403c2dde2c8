import { Secret } from './secret.ts';

/** Why a value cannot be read. It never contains the value. */
export class Unreadable extends Error {}

/** How the text of a variable becomes a value, and how a default is written down again. */
export interface Reader<T> {
  /** What a person is told to write: `a whole number`. */
  readonly kind: string;
  readonly secret: boolean;
  read(text: string): T;
  write(value: T): string;
}

const reader = <T>(
  kind: string,
  read: (text: string) => T | undefined,
  write: (value: T) => string = String,
): Reader<T> => ({
  kind,
  secret: false,
  read(text) {
    const value = read(text);
    if (value === undefined) throw new Unreadable(`must be ${kind}`);
    return value;
  },
  write,
});

export const text = reader('text', (given) => given);

export const integer = reader('a whole number', (given) => {
  const value = Number(given);
  return /^-?\d+$/.test(given) && Number.isSafeInteger(value) ? value : undefined;
});

export const decimal = reader('a number', (given) =>
  /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : undefined,
);

// `yes`, `on` and `1` are refused: a switch that was misread as off is found too late.
export const flag = reader('true or false', (given) =>
  given === 'true' ? true : given === 'false' ? false : undefined,
);

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** In milliseconds. A bare number is refused, because nobody remembers which unit it had. */
export const duration = reader(
  'a duration such as 250ms, 30s, 5m, 2h or 7d',
  (given) => {
    const [, digits, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(given) ?? [];
    const factor = UNITS.find(([name]) => name === unit)?.[1];
    return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
  },
  (value) => {
    const [unit, factor] = UNITS.find(([, size]) => value % size === 0 && value >= size) ?? [
      'ms',
      1,
    ];
    return `${String(value / factor)}${unit}`;
  },
);

export const oneOf = <const T extends string>(...values: readonly T[]): Reader<T> =>
  reader(`one of ${values.join(', ')}`, (given) => values.find((value) => value === given));

const parsedUrl = (given: string, schemes: readonly string[]): URL | undefined => {
  const url = URL.parse(given);
  const fits = url !== null && schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '';
  return fits ? url : undefined;
};

const example = (schemes: readonly string[]) =>
  `a URL that begins with ${schemes.join(':// or ')}://`;

/** A URL that may be logged: a password inside it is refused. */
export const url = (...schemes: readonly [string, ...string[]]): Reader<string> =>
  reader(`${example(schemes)} and holds no user or password`, (given) => {
    const parsed = parsedUrl(given, schemes);
    return parsed?.username === '' && parsed.password === '' ? given : undefined;
  });

/** Comma-separated, at least one, none empty. */
export const list = <T>(item: Reader<T>): Reader<readonly T[]> => ({
  ...reader<readonly T[]>(
    `a list, separated by commas, of: ${item.kind}`,
    (given) => given.split(',').map((part) => item.read(part.trim())),
    (values) => values.map((value) => item.write(value)).join(','),
  ),
  secret: item.secret,
});

const secretReader = (kind: string, accepts: (given: string) => boolean): Reader<Secret> => ({
  ...reader(
    kind,
    (given) => (accepts(given) ? new Secret(given) : undefined),
    () => '',
  ),
  secret: true,
});

export const secret = ({ minLength = 1 }: { readonly minLength?: number } = {}): Reader<Secret> =>
  secretReader(
    minLength > 1 ? `a secret of at least ${String(minLength)} characters` : 'a secret',
    (given) => given.length >= minLength,
  );

/** A URL with a user and a password in it, such as a database's. */
export const secretUrl = (...schemes: readonly [string, ...string[]]): Reader<Secret> =>
  secretReader(example(schemes), (given) => parsedUrl(given, schemes) !== undefined);
