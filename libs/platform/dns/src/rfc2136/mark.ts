import type { RecordKey } from '../name-server.ts';
import { CLASS, type ResourceRecord, TYPE } from '../wire/message.ts';
import { decodeText, encodeText } from '../wire/values.ts';

const HERITAGE = 'heritage=ferrule,network=';

/**
 * Whose a record is stands beside it, in a TXT record of a name below: `_ferrule-a.web-1.dc1.example`
 * for the A of `web-1.dc1.example`. The underscore keeps it out of the way of hosts.
 */
export const markName = ({ name, type }: RecordKey): string =>
  `_ferrule-${type.toLowerCase()}.${name}`;

export const markRecord = (key: RecordKey, owner: string, ttl: number): ResourceRecord => ({
  name: markName(key),
  type: TYPE.TXT,
  class: CLASS.internet,
  ttl,
  data: encodeText(`${HERITAGE}${owner}`),
});

export const ownerIn = (records: readonly ResourceRecord[]): string | undefined => {
  const text = records
    .filter(({ type }) => type === TYPE.TXT)
    .map(({ data }) => decodeText(data))
    .find((one) => one.startsWith(HERITAGE));
  return text?.slice(HERITAGE.length);
};
