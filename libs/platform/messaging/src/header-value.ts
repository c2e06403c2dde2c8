import { Rejection } from '@ferrule/kernel';

// The CloudEvents HTTP binding: printable ASCII but for space, double quote and percent.
const PLAIN = /^[\x21\x23\x24\x26-\x7e]*$/;
const ESCAPED = /[^\x21\x23\x24\x26-\x7e]+/g;

export const encodeHeaderValue = (value: string): string =>
  PLAIN.test(value) ? value : value.toWellFormed().replace(ESCAPED, (run) => percentEncode(run));

const percentEncode = (text: string): string => {
  let encoded = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    encoded += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
};

export const decodeHeaderValue = (name: string, value: string): string => {
  const unquoted =
    value.length > 1 && value.startsWith('"') && value.endsWith('"')
      ? value.slice(1, -1).replace(/\\(.)/g, '$1')
      : value;
  if (!unquoted.includes('%')) return unquoted;
  try {
    return decodeURIComponent(unquoted);
  } catch {
    throw new Rejection('MESSAGE_MALFORMED', `${name} must be percent-encoded UTF-8`, {
      field: name,
    });
  }
};
