import { createHmac, timingSafeEqual } from 'node:crypto';
import { CLASS, decodeMessage, encodeRecord, type Message, TYPE } from './message.ts';
import { decodeName, encodeName } from './name.ts';
import { WireError } from './wire-error.ts';

export interface TsigKey {
  readonly name: string;
  readonly secret: Buffer;
}

/** The errors of RFC 8945 that the server itself could not sign. */
const ERRORS = new Map([
  [16, 'BADSIG'],
  [17, 'BADKEY'],
  [18, 'BADTIME'],
]);

const ALGORITHM = encodeName('hmac-sha256');
const FUDGE_SECONDS = 300;
const NOT_AUTHORISED = 9;

/** The server does not take the key, or takes our clock to be wrong. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
}

interface Facts {
  readonly seconds: number;
  readonly fudge: number;
  readonly error: number;
  readonly other: Buffer;
}

const numbers = ({ seconds, fudge }: Facts): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUIntBE(seconds, 0, 6);
  bytes.writeUInt16BE(fudge, 6);
  return bytes;
};

const errorAndOther = ({ error, other }: Facts): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16BE(error, 0);
  bytes.writeUInt16BE(other.length, 2);
  return Buffer.concat([bytes, other]);
};

const sized = (bytes: Buffer): Buffer => {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(bytes.length);
  return Buffer.concat([size, bytes]);
};

const macOf = (key: TsigKey, message: Buffer, facts: Facts, request?: Buffer): Buffer => {
  const classAndTtl = Buffer.of(0, CLASS.any, 0, 0, 0, 0);
  const variables = [
    ...[encodeName(key.name), classAndTtl, ALGORITHM],
    ...[numbers(facts), errorAndOther(facts)],
  ];
  const hmac = createHmac('sha256', key.secret);
  if (request) hmac.update(sized(request));
  return hmac.update(Buffer.concat([message, ...variables])).digest();
};

export interface Signed {
  readonly bytes: Buffer;
  readonly mac: Buffer;
}

/** RFC 8945. `request` is the signature of what a reply answers. */
export const sign = (message: Buffer, key: TsigKey, seconds: number, request?: Buffer): Signed => {
  const facts = { seconds, fudge: FUDGE_SECONDS, error: 0, other: Buffer.alloc(0) };
  const mac = macOf(key, message, facts, request);
  const data = Buffer.concat([
    ...[ALGORITHM, numbers(facts), sized(mac)],
    ...[message.subarray(0, 2), errorAndOther(facts)],
  ]);
  const record = encodeRecord({ name: key.name, type: TYPE.TSIG, class: CLASS.any, ttl: 0, data });
  const bytes = Buffer.concat([message, record]);
  bytes.writeUInt16BE(message.readUInt16BE(10) + 1, 10);
  return { bytes, mac };
};

/** What a reply says, once its signature is proved to be made with the key for this request. */
export const verify = (bytes: Buffer, key: TsigKey, seconds: number, request: Buffer): Message => {
  const message = decodeMessage(bytes);
  const record = message.additionals.at(-1);
  if (record?.type !== TYPE.TSIG) {
    // Some servers say no more than that to a key that they do not know.
    if (message.code === NOT_AUTHORISED) throw new KeyRefused('NOTAUTH');
    throw new WireError(`a reply is not signed (code ${message.code})`);
  }
  const { end } = decodeName(record.data, 0);
  const { data } = record;
  if (data.length < end + 10) throw new WireError('a signature is cut off');
  const size = data.readUInt16BE(end + 8);
  const rest = end + 10 + size;
  if (data.length < rest + 6) throw new WireError('a signature is cut off');
  const facts: Facts = {
    seconds: data.readUIntBE(end, 6),
    fudge: data.readUInt16BE(end + 6),
    error: data.readUInt16BE(rest + 2),
    other: data.subarray(rest + 6),
  };
  const error = ERRORS.get(facts.error);
  if (error !== undefined && size === 0) throw new KeyRefused(error);
  const unsigned = Buffer.from(bytes.subarray(0, message.lastRecordAt));
  unsigned.writeUInt16BE(bytes.readUInt16BE(10) - 1, 10);
  data.copy(unsigned, 0, rest, rest + 2);
  const mac = macOf(key, unsigned, facts, request);
  const given = data.subarray(end + 10, rest);
  if (record.name !== key.name.toLowerCase() || size !== mac.length || !timingSafeEqual(mac, given))
    throw new WireError('the signature of a reply is wrong');
  if (Math.abs(seconds - facts.seconds) > facts.fudge)
    throw new WireError('the signature of a reply is not of now');
  if (error !== undefined) throw new KeyRefused(error);
  return message;
};
