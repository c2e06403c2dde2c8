import type {
  AddressView,
  NumberPoolView,
  NumberView,
  QuotaView,
  SupernetView,
  VlanGroupView,
  VrfView,
} from '@ferrule/ipam-contracts';
import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };
const time: JsonSchema = { ...text, format: 'date-time' };
const next = orNull({
  ...text,
  description: 'Ask again with this as cursor; null on the last page',
});

const list = (name: string, schema: string, more: object = {}): JsonSchema => ({
  type: 'object',
  required: [name, ...Object.keys(more)],
  properties: {
    [name]: { type: 'array', items: { $ref: `#/components/schemas/${schema}` } },
    ...more,
  },
});

/** Of what pools are part of, and of what is handed out in networks and beside them. */
export const CATALOG_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Vrf: objectSchema<VrfView>({
    vrfId: text,
    description: orNull(text),
    supernets: integer,
    pools: integer,
  }),
  VrfList: list('vrfs', 'Vrf'),
  Supernet: objectSchema<SupernetView>({
    ...{ supernetId: text, vrfId: text, prefix: text, role: text },
    datacenter: orNull(text),
    pools: integer,
  }),
  SupernetList: list('supernets', 'Supernet'),
  VlanGroup: objectSchema<VlanGroupView>({
    ...{ vlanGroupId: text, datacenter: text },
    serviceVlan: orNull({ ...integer, description: 'The outer tag of Q-in-Q' }),
    ...{ first: integer, last: integer, held: integer, quarantined: integer, free: integer },
  }),
  VlanGroupList: list('vlanGroups', 'VlanGroup'),
  Quota: objectSchema<QuotaView>({
    tenant: text,
    maxNetworks: orNull(integer),
    maxAddresses: orNull({ ...integer, description: 'Of IPv4' }),
    ...{ networks: integer, addresses: integer },
  }),
  QuotaList: list('quotas', 'Quota'),
  NumberPool: objectSchema<NumberPoolView>({
    numberPoolId: text,
    kind: { ...text, enum: ['asn', 'service-vlan'] },
    datacenter: orNull(text),
    ...{ first: integer, last: integer, held: integer, free: integer },
  }),
  NumberPoolList: list('numberPools', 'NumberPool'),
  HeldNumber: objectSchema<NumberView>({
    ...{ numberId: text, numberPoolId: text, number: integer, tenant: text },
    holder: orNull({ ...text, description: 'Who has it, for people' }),
    since: time,
  }),
  NumberPage: list('numbers', 'HeldNumber', { next }),
  NetworkAddress: objectSchema<AddressView>({
    addressId: { ...text, description: 'gateway, dhcp and unusable are there from the beginning' },
    networkId: text,
    kind: { ...text, enum: ['address', 'range'] },
    type: { ...text, enum: ['vm', 'gateway', 'reserved'] },
    address: { ...text, description: 'The first of a range' },
    last: orNull({ ...text, description: 'Of a range; null for a single address' }),
    hostName: orNull(text),
    mac: orNull(text),
    description: orNull(text),
    since: time,
  }),
  NetworkAddressPage: list('addresses', 'NetworkAddress', { next }),
};

const SINCE = '2026-11-20T11:00:00.000Z';

const VRF: VrfView = { vrfId: 'default', description: null, supernets: 2, pools: 2 };
const SUPERNET: SupernetView = {
  ...{ supernetId: 'DC1-production', vrfId: 'default', prefix: '172.16.0.0/16' },
  ...{ role: 'production', datacenter: 'DC1', pools: 1 },
};
const VLAN_GROUP: VlanGroupView = {
  ...{ vlanGroupId: 'DC2', datacenter: 'DC2', serviceVlan: 1000, first: 100, last: 2000 },
  ...{ held: 64, quarantined: 0, free: 1837 },
};
const QUOTA: QuotaView = {
  ...{ tenant: 'demo', maxNetworks: 100, maxAddresses: 65_536, networks: 64, addresses: 16_384 },
};
const NUMBER_POOL: NumberPoolView = {
  ...{ numberPoolId: 'DC1-clusters', kind: 'asn', datacenter: 'DC1' },
  ...{ first: 65_100, last: 65_299, held: 1, free: 199 },
};
const NUMBER: NumberView = {
  ...{ numberId: 'num-6b1d2f8c0e9a4357', numberPoolId: 'DC1-clusters', number: 65_100 },
  ...{ tenant: 'demo', holder: 'cluster k8s-1', since: SINCE },
};
const ADDRESS: AddressView = {
  ...{ addressId: 'ip-6b1d2f8c0e9a4357', networkId: 'net-6b1d2f8c0e9a4357' },
  ...{ kind: 'address', type: 'vm', address: '172.16.150.7', last: null },
  ...{ hostName: 'web-1', mac: '48:8F:5A:00:00:01', description: null, since: SINCE },
};
const DHCP: AddressView = {
  ...{ ...ADDRESS, addressId: 'dhcp', kind: 'range', type: 'reserved', hostName: null, mac: null },
  ...{ address: '172.16.150.100', last: '172.16.150.200', description: 'dhcp' },
};

export const CATALOG_EXAMPLES = {
  Vrf: VRF,
  VrfList: { vrfs: [VRF] },
  Supernet: SUPERNET,
  SupernetList: { supernets: [SUPERNET] },
  VlanGroup: VLAN_GROUP,
  VlanGroupList: { vlanGroups: [VLAN_GROUP] },
  Quota: QUOTA,
  QuotaList: { quotas: [QUOTA] },
  NumberPool: NUMBER_POOL,
  NumberPoolList: { numberPools: [NUMBER_POOL] },
  HeldNumber: NUMBER,
  NumberPage: { numbers: [NUMBER], next: null },
  NetworkAddress: ADDRESS,
  NetworkAddressPage: { addresses: [ADDRESS, DHCP], next: null },
} as const;
