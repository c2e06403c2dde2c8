/** The names that references are written by; the state implements it. */
export interface Names {
  /** The ids, `*1A`, of the rows that are called so; of those whose names begin so when none is. */
  find(space: string, name: string): readonly string[];
  /** undefined for an id that dangles. */
  nameOf(space: string, id: string): string | undefined;
}

export type Shape =
  | 'string'
  | 'number'
  | 'numbers'
  | 'bool'
  | 'presence'
  | 'duration'
  | 'date'
  | 'address'
  | 'mac'
  | 'enum'
  | 'flags'
  | 'reference'
  | 'pattern'
  | 'list'
  | 'either';

/** How the values of an argument are written, stored and read. What is stored is a string: what `print` shows, but for references, which are ids. */
export interface ValueType {
  readonly shape: Shape;
  /** The words that it knows; for conformance, help and export. */
  readonly values?: readonly string[];
  readonly range?: readonly [bigint | number, bigint | number];
  readonly spaces?: readonly string[];
  readonly inner?: readonly ValueType[];
  readonly negatable?: boolean;
  /** Throws a `Trap` that names `argument`. */
  parse(text: string, argument: string, names: Names): string;
  /** Only where what is read differs from what is stored. */
  format?(stored: string, names: Names): string;
}
