import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** An argument as a router describes it; what is not there is not known. */
export interface ReferenceArgument {
  readonly t?: string;
  readonly m?: 1;
  readonly u?: 1;
  readonly d?: string;
  readonly v?: readonly string[];
  readonly cap?: string;
}

export interface ReferenceMenu {
  readonly kind: 'list' | 'singleton' | 'fixed' | 'other';
  readonly cmds: readonly string[];
  readonly ordered?: 1;
  readonly args?: Readonly<Record<string, ReferenceArgument>>;
  readonly ro?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string>>;
  readonly props?: readonly string[];
  readonly unsettable?: readonly string[];
  readonly other?: Readonly<Record<string, readonly string[]>>;
}

export type Reference = Readonly<Record<string, ReferenceMenu>>;

/** What is known of a version that was only asked for names. */
export interface NamedMenu {
  readonly kind: string;
  readonly cmds: readonly string[];
  readonly add?: readonly string[];
  readonly set?: readonly string[];
}

/** By full version, then by path. */
export type ReferenceByVersion = Readonly<Record<string, Readonly<Record<string, NamedMenu>>>>;

const readGzipped = (path: string): unknown =>
  JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));

export const readReference = (directory: string) =>
  readGzipped(`${directory}/menus-7.24.json.gz`) as Reference;

export const readReferenceByVersion = (directory: string) =>
  readGzipped(`${directory}/menus-by-version.json.gz`) as ReferenceByVersion;

const notWords = new Set(['!', '!,', ',', ':', '']);

const bare = (word: string) => word.trim().replaceAll('"', '');

/** The words of every `enum (a | b)` and `ubit (a, b)` in a type. */
export const wordsOfType = (type: string | undefined): readonly string[] =>
  [
    ...[...(type ?? '').matchAll(/\benum \(([^)]*)\)/gu)].flatMap(([, list = '']) =>
      list.split('|'),
    ),
    ...[...(type ?? '').matchAll(/\bubit \(([^)]*)\)/gu)].flatMap(([, list = '']) =>
      list.split(','),
    ),
  ]
    .map(bare)
    .filter((word) => !notWords.has(word));

/** Those that a router offers, at rest: with them come the names of rows that every router has. */
export const wordsOf = ({ t, v }: ReferenceArgument): ReadonlySet<string> =>
  new Set([...wordsOfType(t), ...(v ?? []).map(bare)].filter((word) => !notWords.has(word)));

/** A list that nothing may be added to: no names of rows, no numbers beside it. */
export const isClosed = ({ t: type }: ReferenceArgument): boolean =>
  type !== undefined &&
  /^(?:super \{ !? ?,? ?)?(?:enum|ubit) \([^)]+\)/u.test(type) &&
  wordsOfType(type).length > 1;
