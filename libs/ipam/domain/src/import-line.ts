import type { AllocateNetworkData, AllocatePrefixData } from '@ferrule/ipam-contracts';
import { type Cidr, formatCidr, readCidr } from './cidr.ts';
import { isNetworkLength } from './network-template.ts';
import { vlanFault } from './vlan-group.ts';

/** The columns that a list may have; `prefix` is the only one that it must. */
export const IMPORT_COLUMNS = [
  ...['kind', 'prefix', 'space', 'vrf', 'id', 'tenant', 'client', 'type', 'vlan'],
  ...['dhcp', 'description', 'tags', 'fields'],
] as const;

/** What a line asks for: a command that is complete but for the space that its prefix lies in. */
export interface WantedLine {
  readonly id: string;
  readonly prefix: Cidr;
  readonly vrfId: string;
  readonly spaceId: string | undefined;
  readonly tenant: string;
  readonly kind: 'network' | 'prefix' | 'container' | 'reservation';
  readonly vlanId: number | undefined;
  readonly network: Omit<AllocateNetworkData, 'datacenter'> | undefined;
  readonly plain: Omit<AllocatePrefixData, 'spaceId'> | undefined;
}

export interface LineFault {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export type LineReading = { readonly wanted: WantedLine } | { readonly fault: LineFault };

const KINDS = ['network', 'prefix', 'container', 'reservation'] as const;
const MOST_FIELDS = 32;
const FIELD = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
const TAG = /^[^\s,;][^,;]{0,62}$/;
const ID = /^[A-Za-z0-9_-]{1,32}$/;

class Faulty extends Error {
  constructor(readonly fault: LineFault) {
    super(fault.message);
  }
}

const faulty = (field: string, code: string, message: string): never => {
  throw new Faulty({ field, code, message });
};

/** Names the first thing that is wrong with a line, and the column that it is in. */
export const readImportLine = (
  values: Readonly<Record<string, unknown>>,
  { fallbackId, tenant }: { readonly fallbackId: string; readonly tenant: string },
): LineReading => {
  try {
    return { wanted: read(values, fallbackId, tenant) };
  } catch (error) {
    if (error instanceof Faulty) return { fault: error.fault };
    throw error;
  }
};

const read = (
  values: Readonly<Record<string, unknown>>,
  fallbackId: string,
  tenant: string,
): WantedLine => {
  const column = (name: (typeof IMPORT_COLUMNS)[number]): string | undefined => {
    const value = values[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') return faulty(name, 'WRONG_TYPE', `${name} must be a text`);
    const most = name === 'fields' ? 10_000 : 200;
    return value.length > most
      ? faulty(name, 'TOO_LONG', `${name} has more than ${most} characters`)
      : value;
  };
  const unknown = Object.keys(values).find((name) => !isColumn(name));
  if (unknown !== undefined)
    faulty(
      unknown.slice(0, 60),
      'UNKNOWN_COLUMN',
      `there is no column ${JSON.stringify(unknown.slice(0, 60))}; there are ${IMPORT_COLUMNS.join(', ')}`,
    );
  const kind = kindOf(column('kind') ?? 'prefix');
  const { cidr, fault } = readCidr(column('prefix') ?? '');
  if (cidr === undefined) return faulty('prefix', 'PREFIX_INVALID', fault);
  const id = column('id') ?? fallbackId;
  if (!ID.test(id)) faulty('id', 'ID_INVALID', 'id must be 1 to 32 letters, digits, "-" or "_"');
  const vlanId = vlanOf(column('vlan'), kind);
  const description = column('description');
  const tags = column('tags')
    ?.split(';')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  if (tags?.some((tag) => !TAG.test(tag)) === true)
    faulty('tags', 'TAG_INVALID', 'tags are 1 to 63 characters each, with ";" between them');
  const fields = fieldsOf(column('fields'));
  const clientId = column('client');
  const common = {
    ...(description !== undefined && { description }),
    ...(tags && { tags }),
    ...(fields && { fields }),
  };
  const line = {
    id,
    prefix: cidr,
    vrfId: column('vrf') ?? 'default',
    spaceId: column('space'),
    tenant: column('tenant') ?? tenant,
    kind,
    vlanId,
  };
  const type = column('type') ?? 'production';
  if (kind !== 'network') {
    const plain = { prefixId: id, kind, prefix: formatCidr(cidr), ...common };
    return {
      ...line,
      network: undefined,
      plain: { ...plain, ...(clientId !== undefined && { clientId }) },
    };
  }
  if (!isNetworkLength(cidr.family, cidr.length))
    faulty(
      'prefix',
      'SIZE_INVALID',
      `a network is a /16 to /31, or in IPv6 a /32 to /127, and not a /${cidr.length}`,
    );
  const network = {
    networkId: id,
    clientId: clientId ?? faulty('client', 'REQUIRED', 'a network belongs to a client'),
    type,
    size: `/${cidr.length}`,
    subnet: formatCidr(cidr),
    enableDHCP: dhcpOf(column('dhcp')),
    ...(vlanId !== undefined && { vlanId }),
    ...common,
  };
  return { ...line, network, plain: undefined };
};

const dhcpOf = (text = 'true'): boolean =>
  ['true', 'false'].includes(text)
    ? text === 'true'
    : faulty('dhcp', 'DHCP_INVALID', 'dhcp is true or false');

/** A cell holds them as JSON: `{"rack":"b12"}`. */
const fieldsOf = (text: string | undefined): Readonly<Record<string, string>> | undefined => {
  if (text === undefined) return undefined;
  const entries = Object.entries(parsed(text));
  const fields = entries.filter(
    (entry): entry is [string, string] =>
      FIELD.test(entry[0]) && typeof entry[1] === 'string' && entry[1].length <= 200,
  );
  return fields.length === entries.length && fields.length <= MOST_FIELDS
    ? Object.fromEntries(fields)
    : faulty(
        'fields',
        'FIELDS_INVALID',
        `fields are at most ${MOST_FIELDS} names of letters, digits, "_", "." or "-", each with a text of at most 200 characters`,
      );
};

const parsed = (text: string): object => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  return faulty('fields', 'FIELDS_INVALID', 'fields are written as JSON, such as {"rack":"b12"}');
};

const isColumn = (name: string): boolean => IMPORT_COLUMNS.some((one) => one === name);

const kindOf = (text: string): WantedLine['kind'] =>
  KINDS.find((kind) => kind === text) ??
  faulty(
    'kind',
    'KIND_INVALID',
    `kind is one of ${KINDS.join(', ')}, and not ${JSON.stringify(text)}`,
  );

const vlanOf = (text: string | undefined, kind: WantedLine['kind']): number | undefined => {
  if (text === undefined) return undefined;
  if (kind !== 'network') return faulty('vlan', 'VLAN_INVALID', `a ${kind} has no VLAN`);
  const vlan = /^-?\d{1,6}$/.test(text) ? Number(text) : NaN;
  const fault = vlanFault(vlan);
  return fault === undefined ? vlan : faulty('vlan', 'VLAN_INVALID', fault.replace('NaN', text));
};
