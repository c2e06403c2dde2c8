import type { Dialect } from '../dialect.ts';

/** How two values of an argument are compared. */
export type ValueKind =
  | 'text'
  /** `yes` is `true`. */
  | 'flag'
  /** There or not; reads as an empty text. */
  | 'presence'
  /** `1h`, `60m`, `01:00:00` */
  | 'duration'
  /** Comma-joined, in no order. */
  | 'set';

export interface ArgumentFacts {
  readonly kind: ValueKind;
  /** What it is when nobody says anything. Without one it is not there until written. */
  readonly default: string | undefined;
  /** The router itself finds a value when nobody gives one. */
  readonly filled: boolean;
  /** Not to be shown to anybody. */
  readonly secret: boolean;
  /** The spaces of names in one of which its value is a name: most are menus. */
  readonly refersTo: readonly string[];
}

/** What has to be known of a menu to find, compare, order and undo its rows. */
export interface MenuFacts {
  readonly path: string;
  /** Rows that come and go; exactly one row without a name; rows that are there and only change. */
  readonly kind: 'list' | 'singleton' | 'fixed';
  /** Its rows can be moved. */
  readonly ordered: boolean;
  /** What tells one row from all others. A rule has no name: it is told by nearly everything that it says. */
  readonly key: readonly string[];
  /** Everything that can be written, in any version. */
  readonly args: ReadonlyMap<string, ArgumentFacts>;
  /** What others refer to its rows by: the argument that holds the name, and whose names it is among. */
  readonly provides: { readonly by: string; readonly spaces: readonly string[] } | undefined;
  /** The verb `unset` takes values away here; elsewhere an empty one does. */
  readonly unsets: boolean;
  /** What a router has to be capable of to have it; undefined: all that are provisioned have it. */
  readonly needs: Capability | undefined;
}

type Capability = 'bgpInstance' & keyof Dialect;

export interface MenuTable {
  readonly kind?: MenuFacts['kind'];
  readonly ordered?: true;
  /** Without one: all arguments but those that say how a rule is kept, not what it does. */
  readonly key?: string;
  /** Words of `name`, `name=default`, and between both, after colons, what is special: `lease-time:duration=30m`. */
  readonly args: string;
  readonly refers?: Readonly<Record<string, string>>;
  readonly provides?: { readonly by: string; readonly spaces: string };
  readonly unsets?: true;
  readonly needs?: Capability;
}

const wordsOf = (text: string): readonly string[] => text.split(/\s+/u).filter(Boolean);

const kinds: readonly string[] = ['flag', 'presence', 'duration', 'set'] satisfies ValueKind[];
const isKind = (mark: string): mark is ValueKind => kinds.includes(mark);

const argument = (word: string, refers: Readonly<Record<string, string>>) => {
  const equals = word.indexOf('=');
  const [name = '', ...marks] = (equals < 0 ? word : word.slice(0, equals)).split(':');
  const facts: ArgumentFacts = {
    kind: marks.find(isKind) ?? 'text',
    default: equals < 0 ? undefined : word.slice(equals + 1),
    filled: marks.includes('filled'),
    secret: marks.includes('secret'),
    refersTo: wordsOf(refers[name] ?? ''),
  };
  return [name, facts] as const;
};

const howItIsKept: ReadonlySet<string> = new Set(['disabled', 'log', 'log-prefix']);

export const menu = (path: string, table: MenuTable): MenuFacts => {
  const { kind = 'list', key, refers = {}, provides } = table;
  const args = new Map(wordsOf(table.args).map((word) => argument(word, refers)));
  return {
    path,
    kind,
    ordered: table.ordered === true,
    key:
      key === undefined
        ? [...args.keys()].filter((name) => kind !== 'singleton' && !howItIsKept.has(name))
        : wordsOf(key),
    args,
    provides: provides && { by: provides.by, spaces: wordsOf(provides.spaces) },
    unsets: table.unsets === true,
    needs: table.needs,
  };
};

export const named = (...spaces: readonly string[]) => ({ by: 'name', spaces: spaces.join(' ') });

/** Rows of it say in their comment who made them. */
export const hasOwners = ({ kind, args }: MenuFacts): boolean =>
  kind === 'list' && args.has('comment');

/** Its rows have no name: what one says is what it is. */
export const isRules = ({ key }: MenuFacts): boolean => key.includes('comment');
