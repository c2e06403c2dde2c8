import { isIP } from 'node:net';
import type { Packet } from '../traffic/packet.ts';
import { Problem } from './control-answer.ts';
import { flag, oneOf, text, texts, whole } from './checks.ts';
import type { Check, Fields } from './checks.ts';

const address: Check = (value) =>
  typeof value === 'string' && isIP(value) !== 0 ? undefined : 'an IPv4 or IPv6 address';
const port = whole(0, 65_535);
const byte = whole(0, 255);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTag = (tag: unknown): boolean =>
  isRecord(tag) && whole(0, 4095)(tag['vid']) === undefined && port(tag['tpid']) === undefined;
const tags: Check = (value) =>
  Array.isArray(value) && value.every(isTag)
    ? undefined
    : 'a list of tags such as {"vid":10,"tpid":33024}, the outer one first';

const fields: Fields = {
  in: text,
  vrf: text,
  tags,
  src: address,
  dst: address,
  srcPort: port,
  dstPort: port,
  protocol: text,
  connectionState: oneOf('new', 'established', 'related', 'invalid', 'untracked'),
  srcMac: text,
  addressedTo: oneOf('router', 'another'),
  tcpFlags: texts,
  size: whole(0, 65_535),
  dscp: whole(0, 63),
  ttl: byte,
  fragment: flag,
};

/** A packet as somebody wrote it; `new` where its connection is not told. Throws a `Problem`. */
export const readPacket = (value: unknown): Packet => {
  if (!isRecord(value)) throw new Problem(400, 'a packet is an object with src, dst and protocol');
  const packet = { connectionState: 'new', ...value };
  for (const name of ['src', 'dst', 'protocol'])
    if (!Object.hasOwn(value, name)) throw new Problem(400, `a packet needs ${name}`);
  for (const [name, content] of Object.entries(packet)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (check === undefined)
      throw new Problem(400, `a packet has no ${name}: take ${Object.keys(fields).join(', ')}`);
    const wanted = check(content);
    if (wanted !== undefined)
      throw new Problem(400, `${name} must be ${wanted}, not ${JSON.stringify(content)}`);
  }
  return packet as Packet;
};
