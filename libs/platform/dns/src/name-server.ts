export type RecordType = 'A' | 'AAAA' | 'PTR';

/** Names are in lower case and without a final dot, also as the value of a PTR. */
export interface RecordKey {
  readonly name: string;
  readonly type: RecordType;
}

/** All values of a name and type, as somebody wants them. */
export interface OwnedRecord extends RecordKey {
  readonly values: readonly string[];
  readonly ttl: number;
  /** Who has it, as its mark on the server says. */
  readonly owner: string;
  /** It was published before: the same values without a mark are its own, whose mark was lost. */
  readonly adopts?: boolean;
}

/** What a server has under a name and type. */
export interface FoundRecord extends RecordKey {
  readonly values: readonly string[];
  readonly ttl: number;
  /** Undefined for what bears no mark of ours. */
  readonly owner: string | undefined;
  /** What the server says of whoever made it, where it bears none. */
  readonly hint?: string;
}

/** A server that names are published to. What bears no mark of ours, it never changes. */
export interface NameServer {
  /** The zone, of those that the server has, that a name lies in. */
  zoneOf(name: string): Promise<string | undefined>;
  /** What there is of these; what there is not is left out. */
  read(zone: string, keys: readonly RecordKey[]): Promise<readonly FoundRecord[]>;
  /** How many it had to write, of which all are written or none. Throws `NameTaken`. */
  put(zone: string, records: readonly OwnedRecord[]): Promise<number>;
  /** How many there were of the owner's; all others stay. */
  remove(zone: string, keys: readonly RecordKey[], owner: string): Promise<number>;
}

/** Somebody else has the name. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';

  constructor(
    readonly key: RecordKey,
    /** The owner by its mark; otherwise what can be said of it. */
    readonly holder: string,
  ) {
    super(`${key.type} ${key.name} belongs to ${holder}`);
  }
}

/** No answer, none in time, or none that can be understood: later it may be another. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable';
}

/** The server understood and said no: asking again is of no use. */
export class ServerRefused extends Error {
  override readonly name = 'ServerRefused';
}

const sameValues = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value) => b.includes(value));

export const isAsWanted = (found: FoundRecord | undefined, wanted: OwnedRecord): boolean =>
  found?.owner === wanted.owner &&
  found.ttl === wanted.ttl &&
  sameValues(found.values, wanted.values);

/** Whether its mark was lost, and nothing else. */
export const isAdoptable = (found: FoundRecord, { adopts, values }: OwnedRecord): boolean =>
  adopts === true && found.owner === undefined && sameValues(found.values, values);

export const mayWrite = (found: FoundRecord | undefined, wanted: OwnedRecord): boolean =>
  found === undefined || found.owner === wanted.owner || isAdoptable(found, wanted);

export const takenBy = (found: FoundRecord): NameTaken => {
  const { owner, hint, values, type } = found;
  const stranger = hint ?? `somebody who set it to ${values.join(', ').slice(0, 120)}`;
  return new NameTaken({ name: found.name, type }, owner ?? stranger);
};

export const keyOf = ({ name, type }: RecordKey): string => `${type} ${name}`;
