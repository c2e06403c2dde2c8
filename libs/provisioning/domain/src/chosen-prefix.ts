import { Rejection } from '@ferrule/kernel';

/** `172.16.150.0/24`, as it is written and nothing of it behind its length. */
const networkOf = (prefix: string): string | undefined => {
  const [address = '', length = ''] = prefix.split('/');
  const octets = address.split('.').map(Number);
  if (octets.length !== 4 || octets.some((octet) => octet > 255)) return undefined;
  const hosts = 2 ** (32 - Number(length));
  const bits = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const first = bits - (bits % hosts);
  const text = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
  return `${text}/${length}`;
};

/** Refuses a prefix that is none, or none of the size that is asked for beside it. */
export const checkPrefix = (prefix: string, size: string): void => {
  const network = networkOf(prefix);
  if (network === undefined)
    throw new Rejection('PREFIX_INVALID', `${prefix} is no prefix of IPv4`, { field: 'prefix' });
  if (network !== prefix)
    throw new Rejection('PREFIX_INVALID', `${prefix} has bits behind its length`, {
      field: 'prefix',
      suggestion: `ask for ${network}`,
    });
  if (!prefix.endsWith(size))
    throw new Rejection('PREFIX_SIZE_MISMATCH', `${prefix} is no ${size}`, {
      field: 'prefix',
      suggestion: 'let size be as long as prefix',
    });
};
