import { isIPv4, isIPv6 } from 'node:net';
import type { RecordType } from '../name-server.ts';
import { decodeName, encodeName } from './name.ts';
import { WireError } from './wire-error.ts';

/** Short, in lower case: two that are the same address are the same text. */
const shortIpv6 = (text: string): string => new URL(`http://[${text}]/`).hostname.slice(1, -1);

/** A value in the form in which it can be compared. */
export const canonicalValue = (type: RecordType, value: string): string => {
  if (type === 'PTR') return value.toLowerCase().replace(/\.$/, '');
  return type === 'AAAA' && isIPv6(value) ? shortIpv6(value) : value;
};

const ipv6Bytes = (text: string): Buffer => {
  const [head = '', tail] = shortIpv6(text).split('::');
  const groups = (part: string | undefined): string[] => (part ? part.split(':') : []);
  const [front, back] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  const all = [...front, ...zeros, ...back].map((group) => group.padStart(4, '0'));
  return Buffer.from(all.join(''), 'hex');
};

export const encodeValue = (type: RecordType, value: string): Buffer => {
  if (type === 'PTR') return encodeName(value);
  if (type === 'A' ? !isIPv4(value) : !isIPv6(value))
    throw new WireError(`${JSON.stringify(value.slice(0, 60))} is no value of ${type}`);
  return type === 'A' ? Buffer.from(value.split('.').map(Number)) : ipv6Bytes(value);
};

export const decodeValue = (type: RecordType, data: Buffer): string => {
  if (type === 'PTR') return decodeName(data, 0).name;
  if (data.length !== (type === 'A' ? 4 : 16))
    throw new WireError(`an ${type} of ${data.length} bytes`);
  if (type === 'A') return [...data].join('.');
  return shortIpv6((data.toString('hex').match(/.{4}/g) ?? []).join(':'));
};

export const encodeText = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 255) throw new WireError('a text is longer than 255 bytes');
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
};

/** The strings of a TXT record, one after the other. */
export const decodeText = (data: Buffer): string => {
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length;) {
    const size = data[at] ?? 0;
    parts.push(data.subarray(at + 1, at + 1 + size));
    at += size + 1;
  }
  return Buffer.concat(parts).toString('utf8');
};
