import { randomUUIDv7 } from 'node:crypto';
import type { Command, Meta } from '@ferrule/kernel';
import canonicalize from 'canonicalize';
import type { NewEvent } from './event.ts';

/** A closed union: there is no value that silently means "do not check". */
export type ExpectedVersion = 'none' | 'any' | { readonly at: number };

export interface NewCommand extends Command {
  readonly id?: string;
  readonly schemaVersion?: number;
  /** The bus subject, built by a function of the receiver's contracts. */
  readonly subject: string;
}

/** One change of one row of the service's own read model, in the transaction of the events. */
export type RowChange =
  | { readonly op: 'insert'; readonly table: string; readonly row: Row }
  | {
      readonly op: 'upsert' | 'update' | 'delete';
      readonly table: string;
      /** The columns that find the row. */
      readonly key: readonly string[];
      readonly row: Row;
    };

export type Row = Readonly<Record<string, unknown>>;

/** Everything that one handled message changes; all of it is written, or none. */
export interface Append {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  readonly events: readonly NewEvent[];
  readonly commands?: readonly NewCommand[];
  readonly rows?: readonly RowChange[];
  /** Recorded once by this key: a repeat is answered `duplicate` and changes nothing. */
  readonly once?: { readonly consumer: string; readonly message: string };
  /** The id of our own earlier command that this append is the answer to. */
  readonly answers?: string;
  readonly meta: Meta;
}

export interface Appended {
  readonly outcome: 'appended' | 'duplicate';
  /** The stream's version after the append; for a duplicate, after the first one. */
  readonly version: number;
}

/** The stream moved on since it was read. Load again, decide again. */
export class WrongExpectedVersion extends Error {
  override readonly name = 'WrongExpectedVersion';

  constructor(
    readonly stream: string,
    readonly expected: ExpectedVersion,
    readonly actual: number,
  ) {
    super(`stream ${stream} is at version ${actual}, not ${describe(expected)}`);
  }
}

/** The message was handled already: what is in the same transaction must not happen again. */
export class HandledBefore extends Error {
  override readonly name = 'HandledBefore';

  constructor(
    readonly stream: string,
    /** The stream's version after the first time. */
    readonly version: number,
  ) {
    super(`what leads to ${stream} at version ${version} was handled before`);
  }
}

/** The database itself said no: an overlap, a duplicate id, a value that does not fit its column. */
export class RefusedByDatabase extends Error {
  override readonly name = 'RefusedByDatabase';

  constructor(
    readonly stream: string,
    /** The constraint's name where it has one, otherwise what Postgres said. */
    readonly constraint: string,
  ) {
    super(`an append to ${stream} breaks ${constraint}`);
  }
}

const describe = (expected: ExpectedVersion): string =>
  typeof expected === 'object' ? String(expected.at) : expected;

/** A bus message may not be larger, and an event that cannot be published must not be recorded. */
export const MAX_BODY_BYTES = 512 * 1024;

const canonical = (what: string, data: object): string => {
  const body = canonicalize(data);
  if (body === undefined) throw new TypeError(`${what} cannot be written as JSON`);
  const size = Buffer.byteLength(body);
  if (size > MAX_BODY_BYTES)
    throw new RangeError(`${what} takes ${size} bytes; at most ${MAX_BODY_BYTES} fit on the bus`);
  // No jsonb index could ever be made of it. (Lone surrogates are refused by canonicalize.)
  if (body.includes('\\u0000'))
    throw new TypeError(`${what} holds U+0000, which cannot be indexed`);
  return body;
};

/** The form in which the SQL function `append` takes it, numbered by whoever puts it into a batch. */
export interface EncodedAppend {
  readonly item: object;
  readonly events: readonly { n: number }[];
  /** Roughly what it adds to the statement. */
  readonly bytes: number;
}

/** Everything that can be refused is refused here. */
export const encodeAppend = (append: Append): EncodedAppend => {
  const { stream, expected, once, meta } = append;
  if (typeof expected === 'object' && !(Number.isInteger(expected.at) && expected.at >= 0))
    throw new RangeError(`expected version ${expected.at} of ${stream} is no version`);
  const item = {
    stream,
    expected: expected === 'any' ? null : expected === 'none' ? 0 : expected.at,
    consumer: once?.consumer,
    message: once?.message,
    answers: append.answers,
    meta: canonical('meta', meta),
    added: append.events.length,
    commands: append.commands?.map((command) => ({
      id: command.id ?? randomUUIDv7(),
      subject: command.subject,
      type: command.type,
      schema_version: command.schemaVersion ?? 1,
      body: canonical(`command ${command.type}`, command.data),
    })),
    rows: append.rows?.map((change) => ({
      table: change.table,
      op: change.op,
      key: arrayLiteral(change.op === 'insert' ? [] : change.key),
      columns: arrayLiteral(Object.keys(change.row)),
      row: change.row,
    })),
  };
  const events = append.events.map((event, place) => ({
    n: 0,
    k: place + 1,
    id: event.id ?? randomUUIDv7(),
    type: event.type,
    schema_version: event.schemaVersion ?? 1,
    body: canonical(`event ${event.type}`, event.data),
  }));
  const bytes = events.reduce((sum, { body }) => sum + body.length, 0);
  return { item, events, bytes };
};

const arrayLiteral = (names: readonly string[]): string =>
  `{${names.map((name) => JSON.stringify(name)).join(',')}}`;
