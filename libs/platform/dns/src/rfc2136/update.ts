import {
  type FoundRecord,
  isAdoptable,
  keyOf,
  type OwnedRecord,
  type RecordKey,
  type RecordType,
} from '../name-server.ts';
import { CLASS, type ResourceRecord, TYPE } from '../wire/message.ts';
import { encodeValue } from '../wire/values.ts';
import { markName, markRecord } from './mark.ts';

const NOTHING = Buffer.alloc(0);

/** What must be so, and what is changed then. */
export interface Change {
  readonly prerequisites: readonly ResourceRecord[];
  readonly changes: readonly ResourceRecord[];
}

const valuesOf = ({ name, type, values }: OwnedRecord, ttl: number): readonly ResourceRecord[] =>
  values.map((value) => ({
    ...{ name, type: TYPE[type], class: CLASS.internet, ttl },
    data: encodeValue(type, value),
  }));

const absent = (name: string, type: number): ResourceRecord => ({
  ...{ name, type, class: CLASS.none, ttl: 0, data: NOTHING },
});

const deleted = (name: string, type: number): ResourceRecord => ({
  ...{ name, type, class: CLASS.any, ttl: 0, data: NOTHING },
});

const typeOf = (type: RecordType): number => TYPE[type];

/**
 * Looking and writing are two steps, between which somebody else may write: so the server itself
 * checks, with each change, that what it is made for is still so.
 */
export const putOf = (record: OwnedRecord, found: FoundRecord | undefined): Change => {
  const { name, ttl, owner } = record;
  const type = typeOf(record.type);
  const values = valuesOf(record, ttl);
  const mark = markRecord(record, owner, ttl);
  if (found?.owner === owner)
    return {
      // With a TTL of 0: the mark must be there and say this, however long it may be kept.
      prerequisites: [{ ...mark, ttl: 0 }],
      changes: [deleted(name, type), ...values],
    };
  const unmarked = absent(markName(record), TYPE.TXT);
  if (found !== undefined && isAdoptable(found, record))
    return {
      prerequisites: [unmarked, ...valuesOf(record, 0)],
      changes: [deleted(name, type), ...values, mark],
    };
  return {
    prerequisites: [unmarked, absent(name, type), absent(name, TYPE.CNAME)],
    changes: [...values, mark],
  };
};

export const removeOf = (key: RecordKey, owner: string): Change => ({
  prerequisites: [markRecord(key, owner, 0)],
  changes: [deleted(key.name, typeOf(key.type)), deleted(markName(key), TYPE.TXT)],
});

export const byKey = (found: readonly FoundRecord[]): ReadonlyMap<string, FoundRecord> =>
  new Map(found.map((one) => [keyOf(one), one]));
