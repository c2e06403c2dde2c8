import { decodeName, encodeName } from './name.ts';
import { WireError } from './wire-error.ts';

export const TYPE = {
  A: 1,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  TXT: 16,
  AAAA: 28,
  TSIG: 250,
  ANY: 255,
} as const;

/** `none` and `any` say in an update what must not be there, and what goes. */
export const CLASS = { internet: 1, none: 254, any: 255 } as const;

const OPCODE = { query: 0, update: 5 } as const;

export interface Question {
  readonly name: string;
  readonly type: number;
}

export interface ResourceRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly data: Buffer;
}

export interface Message {
  readonly id: number;
  readonly isReply: boolean;
  readonly isAuthoritative: boolean;
  readonly isTruncated: boolean;
  readonly code: number;
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
  /** Where the last record of all begins: a signature is made over what is before it. */
  readonly lastRecordAt: number;
}

const encodeQuestion = ({ name, type }: Question): Buffer => {
  const tail = Buffer.alloc(4);
  tail.writeUInt16BE(type, 0);
  tail.writeUInt16BE(CLASS.internet, 2);
  return Buffer.concat([encodeName(name), tail]);
};

export const encodeRecord = (record: ResourceRecord): Buffer => {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(record.type, 0);
  head.writeUInt16BE(record.class, 2);
  head.writeUInt32BE(record.ttl, 4);
  head.writeUInt16BE(record.data.length, 8);
  return Buffer.concat([encodeName(record.name), head, record.data]);
};

const header = (id: number, opcode: number, counts: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16BE(id, 0);
  bytes.writeUInt16BE(opcode << 11, 2);
  for (const [place, count] of counts.entries()) bytes.writeUInt16BE(count, 4 + 2 * place);
  return bytes;
};

export const encodeQuery = (id: number, question: Question): Buffer =>
  Buffer.concat([header(id, OPCODE.query, [1, 0, 0, 0]), encodeQuestion(question)]);

export interface Update {
  readonly zone: string;
  /** What must hold; otherwise nothing is changed. */
  readonly prerequisites: readonly ResourceRecord[];
  readonly changes: readonly ResourceRecord[];
}

/** RFC 2136. */
export const encodeUpdate = (id: number, { zone, prerequisites, changes }: Update): Buffer =>
  Buffer.concat([
    header(id, OPCODE.update, [1, prerequisites.length, changes.length, 0]),
    encodeQuestion({ name: zone, type: TYPE.SOA }),
    ...prerequisites.map(encodeRecord),
    ...changes.map(encodeRecord),
  ]);

export const decodeMessage = (bytes: Buffer): Message => {
  if (bytes.length < 12) throw new WireError('a message is shorter than its head');
  const flags = bytes.readUInt16BE(2);
  const [questions, ...counts] = [4, 6, 8, 10].map((place) => bytes.readUInt16BE(place));
  let at = 12;
  for (let n = 0; n < (questions ?? 0); n += 1) at = decodeName(bytes, at).end + 4;
  let lastRecordAt = at;
  const [answers = [], authorities = [], additionals = []] = counts.map((count) =>
    Array.from({ length: count }, () => {
      lastRecordAt = at;
      const { record, end } = decodeRecord(bytes, at);
      at = end;
      return record;
    }),
  );
  return {
    id: bytes.readUInt16BE(0),
    isReply: (flags & 0x8000) !== 0,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    code: flags & 0x000f,
    answers,
    authorities,
    additionals,
    lastRecordAt,
  };
};

const decodeRecord = (
  bytes: Buffer,
  start: number,
): { readonly record: ResourceRecord; readonly end: number } => {
  const { name, end: at } = decodeName(bytes, start);
  if (at + 10 > bytes.length) throw new WireError('a message ends within a record');
  const length = bytes.readUInt16BE(at + 8);
  const [begin, end] = [at + 10, at + 10 + length];
  if (end > bytes.length) throw new WireError('a message ends within a record');
  const type = bytes.readUInt16BE(at);
  // A name in it may point to what is before: it is written out while that is at hand.
  const data =
    type === TYPE.PTR || type === TYPE.CNAME
      ? encodeName(decodeName(bytes, begin).name)
      : Buffer.from(bytes.subarray(begin, end));
  return {
    record: {
      name,
      type,
      class: bytes.readUInt16BE(at + 2),
      ttl: bytes.readUInt32BE(at + 4),
      data,
    },
    end,
  };
};
