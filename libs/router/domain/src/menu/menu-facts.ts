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
  readonly sensitive: boolean;
  /** The menus, or other spaces of names, of which it names a row. */
  readonly refersTo: readonly string[];
}

/** What has to be known of a menu to compare, find, order and undo its rows. */
export interface MenuFacts {
  readonly path: string;
  /** Rows that come and go; exactly one row without a name; rows that are there and only change. */
  readonly kind: 'list' | 'singleton' | 'fixed';
  /** Its order means something. */
  readonly ordered: boolean;
  /** What tells one row from another. */
  readonly key: readonly string[];
  /** Everything that can be written. */
  readonly args: ReadonlyMap<string, ArgumentFacts>;
  /** What others refer to it by: the space of names, and the argument that holds the name. */
  readonly provides: { readonly space: string; readonly by: string } | undefined;
}
