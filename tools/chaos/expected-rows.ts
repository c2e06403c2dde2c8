import type { NetworkRecord } from './records.ts';
import type { MenuRow } from './router.ts';

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/**
 * The rows of a network without what is its own: two networks that were asked for alike are the
 * same then. Addresses are counted from the beginning of its subnet.
 */
export const anonymous = (
  rows: readonly MenuRow[],
  { id, subnet, vlan }: Pick<NetworkRecord, 'id' | 'subnet' | 'vlan'>,
): readonly string[] => {
  const [base = '', length = '32'] = subnet.split('/');
  const first = numberOf(base);
  const size = 2 ** (32 - Number(length));
  const plain = (value: string): string =>
    value
      .replaceAll(id, '<network>')
      .replaceAll(new RegExp(`\\bvlan(\\d+-)?${vlan}\\b`, 'g'), 'vlan$1<n>')
      .replaceAll(/\d+\.\d+\.\d+\.\d+/g, (address) => {
        const offset = numberOf(address) - first;
        return offset >= 0 && offset < size ? `<subnet+${offset}>` : address;
      });
  return rows
    .map(({ menu, row }) => {
      const fields = Object.entries(row).map(([name, value]) =>
        name === 'vlan-id' && value === String(vlan) ? `${name}=<n>` : `${name}=${plain(value)}`,
      );
      return [menu, ...fields.sort()].join(' ');
    })
    .sort();
};

/** Lines of one list that the other has not, however often each is in them. */
export const without = (lines: readonly string[], others: readonly string[]): string[] => {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
};
