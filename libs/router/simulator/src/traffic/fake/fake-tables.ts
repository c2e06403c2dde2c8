import type { Packet } from '../packet.ts';
import type { RouterTables, TableRow } from '../router-tables.ts';

export type Rows = Readonly<Record<string, readonly TableRow[]>>;

/** Rows typed by hand; each gets an id by its place, `*1` first. */
export const tablesOf = (menus: Rows): RouterTables => {
  const numbered = new Map(
    Object.entries(menus).map(([path, rows]) => [
      path,
      rows.map((row, at) => ({ '.id': `*${(at + 1).toString(16).toUpperCase()}`, ...row })),
    ]),
  );
  return { rows: (path) => numbered.get(path) ?? [] };
};

/** Menus of several, one after the other. */
export const together = (...parts: readonly Rows[]): Rows => {
  const paths = new Set(parts.flatMap((part) => Object.keys(part)));
  return Object.fromEntries(
    [...paths].map((path) => [path, parts.flatMap((part) => part[path] ?? [])]),
  );
};

export const serviceTag = (vid: number) => ({ vid, tpid: 0x88a8 });

export const customerTag = (vid: number) => ({ vid, tpid: 0x8100 });

/** A router with the Internet on ether1 and, on ether2, customers 10 and 20 behind the service VLAN 200. */
export const site: Rows = {
  '/interface/ethernet': [{ name: 'ether1' }, { name: 'ether2' }, { name: 'ether3' }],
  '/interface/vlan': [
    { name: 's200', interface: 'ether2', 'vlan-id': '200', 'use-service-tag': 'true' },
    { name: 'c10', interface: 's200', 'vlan-id': '10', 'use-service-tag': 'false' },
    { name: 'c20', interface: 's200', 'vlan-id': '20' },
  ],
  '/ip/address': [
    { address: '203.0.113.2/30', interface: 'ether1' },
    { address: '10.10.0.1/24', interface: 'c10' },
    { address: '10.20.0.1/24', interface: 'c20' },
  ],
  '/ip/route': [{ 'dst-address': '0.0.0.0/0', gateway: '203.0.113.1' }],
};

export const customer10 = {
  in: 'ether2',
  tags: [serviceTag(200), customerTag(10)],
  src: '10.10.0.9',
} as const;

export const customer20 = {
  in: 'ether2',
  tags: [serviceTag(200), customerTag(20)],
  src: '10.20.0.9',
} as const;

/** A first packet of customer 10 to a server on the Internet, but for what is said. */
export const web = (but: Partial<Packet> = {}): Packet => ({
  ...customer10,
  dst: '198.51.100.7',
  protocol: 'tcp',
  srcPort: 40_000,
  dstPort: 443,
  connectionState: 'new',
  ...but,
});
