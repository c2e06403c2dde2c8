import { isIPv4 } from 'node:net';
import type { DhcpAnswer } from '../dhcp/client.ts';
import type { LeaseRequest } from '../dhcp/lease.ts';
import { text, texts, whole } from './checks.ts';
import type { Check, Fields } from './checks.ts';
import { Problem } from './control-answer.ts';

const mac: Check = (value) =>
  typeof value === 'string' && /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/iu.test(value)
    ? undefined
    : 'a MAC address';

const network: Check = (value) => {
  const [address = '', length = ''] = typeof value === 'string' ? value.split('/') : [];
  return isIPv4(address) && /^\d{1,2}$/u.test(length) && Number(length) <= 32
    ? undefined
    : 'an IPv4 address with its prefix length';
};

const requestFields: Fields = { server: text, mac, hostName: text };
const answerFields: Fields = {
  interface: text,
  address: network,
  gateway: (value) => (typeof value === 'string' && isIPv4(value) ? undefined : 'an IPv4 address'),
  dns: texts,
  leaseSeconds: whole(1),
};

const check = (value: unknown, fields: Fields, needed: readonly string[]): void => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Problem(400, `the body must be an object with ${needed.join(' and ')}`);
  for (const name of needed)
    if (!Object.hasOwn(value, name)) throw new Problem(400, `${name} is missing`);
  for (const [name, content] of Object.entries(value)) {
    const wanted = Object.hasOwn(fields, name) ? fields[name]?.(content) : undefined;
    if (!Object.hasOwn(fields, name))
      throw new Problem(400, `there is no ${name}: take ${Object.keys(fields).join(', ')}`);
    if (wanted !== undefined)
      throw new Problem(400, `${name} must be ${wanted}, not ${JSON.stringify(content)}`);
  }
};

export const readLeaseRequest = (value: unknown): LeaseRequest => {
  check(value, requestFields, ['server', 'mac']);
  return value as LeaseRequest;
};

export const readDhcpAnswer = (value: unknown): DhcpAnswer => {
  check(value, answerFields, ['interface', 'address']);
  return value as DhcpAnswer;
};
