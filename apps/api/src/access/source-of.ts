import { isIP } from 'node:net';

const groupsOf = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));

/** Whom many requests are counted together for: an address, or the /64 that one host has of IPv6. */
export const sourceOf = (address: string): string => {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  // What a proxy says need not be one.
  if (isIP(address) !== 6) return isIP(address) === 4 ? address : 'unknown';
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const [front, back] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const all = [...front, ...Array<string>(zeros).fill('0'), ...back];
  return `${all.slice(0, 4).join(':')}::/64`;
};
