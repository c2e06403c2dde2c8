import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type {
  AddressesInUse,
  AllocateNetworkData,
  NetworkAllocatedData,
  NetworkAllocationRefusedData,
  NetworkEvent,
  NetworkDescribed,
  NetworkPrefix,
  NetworkReleased,
  NetworkReleaseRefused,
  NetworkView,
} from './network-messages.ts';

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };
const subnet: JsonSchema = { ...text, examples: ['172.16.150.0/24'] };
const vlanId: JsonSchema = { ...integer, minimum: 1, maximum: 4094, examples: [150] };
const serviceVlan = orNull({ ...integer, description: 'The outer tag of Q-in-Q' });
const tags: JsonSchema = { type: 'array', items: text };
const fields: JsonSchema = { type: 'object', additionalProperties: text };

const asked = {
  networkId: { ...text, examples: ['net-6b1d2f8c0e9a4357'] },
  clientId: { ...text, examples: ['acme-corp'] },
  type: { ...text, examples: ['production'] },
  datacenter: { ...text, examples: ['DC1'] },
  size: { ...text, examples: ['/24'] },
  enableDHCP: { type: 'boolean' },
  description: text,
  ipv6Size: { ...text, description: 'Of the second prefix, of IPv6', examples: ['/64'] },
  vrfId: text,
  poolId: text,
  subnet,
  vlanId,
  tags,
  fields,
} as const satisfies Record<keyof AllocateNetworkData, JsonSchema>;

/** What a command may leave out. */
const OPTIONAL = ['description', 'ipv6Size', 'vrfId', 'tags', 'fields'] as const;

const gateway: JsonSchema = { ...text, description: 'The first host', examples: ['172.16.150.1'] };
const dhcpRange = orNull({
  ...text,
  description: 'Null without DHCP',
  examples: ['172.16.150.100-172.16.150.200'],
});

export const NETWORK_EVENT_SCHEMAS: Readonly<Record<NetworkEvent['type'], JsonSchema>> = {
  NetworkAllocated: objectSchema<NetworkAllocatedData>(
    {
      ...asked,
      gateway,
      dhcpRange,
      tenant: text,
      serviceVlan,
      prefixes: {
        type: 'array',
        items: objectSchema<NetworkPrefix>({ poolId: text, prefix: subnet, gateway }),
      },
    },
    {
      optional: [...OPTIONAL, 'tenant', 'serviceVlan', 'prefixes'],
      description: 'A network has its addresses and its VLAN',
    },
  ),
  NetworkAllocationRefused: objectSchema<NetworkAllocationRefusedData>(
    {
      ...asked,
      code: {
        ...text,
        enum: [
          'DATACENTER_NOT_FOUND',
          'POOL_NOT_FOUND',
          'PREFIX_EXHAUSTED',
          'PREFIX_OUTSIDE_POOL',
          'PREFIX_NOT_FREE',
          'PREFIX_SIZE_MISMATCH',
          'VLAN_EXHAUSTED',
          'VLAN_OUTSIDE_GROUP',
          'VLAN_NOT_FREE',
          'QUOTA_EXCEEDED',
          'NETWORK_CLOSED',
        ],
      },
      field: {
        ...text,
        enum: [
          ...['datacenter', 'size', 'ipv6Size', 'networkId', 'vrfId'],
          ...['poolId', 'subnet', 'vlanId', 'clientId'],
        ],
      },
      message: text,
      suggestion: text,
      resource: orNull({ ...text, description: 'What ran out' }),
      current: orNull(integer),
      maximum: orNull(integer),
      rangeStart: orNull(text),
      rangeEnd: orNull(text),
      largestFree: orNull({ ...text, description: 'The largest size that still fits' }),
      fragmentation: orNull({
        type: 'number',
        description: 'The share of what is free that lies outside the largest block',
      }),
      quarantined: orNull({ ...integer, description: 'Addresses that wait to be used again' }),
      freeAt: orNull({ ...text, description: 'When the first of them will be' }),
    },
    {
      optional: [
        ...OPTIONAL,
        ...(['poolId', 'subnet', 'vlanId'] as const),
        ...(['largestFree', 'fragmentation', 'quarantined', 'freeAt'] as const),
      ],
      description: 'A network could not be allocated',
    },
  ),
  NetworkReleased: objectSchema<NetworkReleased['data']>(
    {
      networkId: asked.networkId,
      reason: text,
      subnet: orNull(subnet),
      vlanId: orNull(vlanId),
      quarantineSeconds: integer,
    },
    {
      optional: ['quarantineSeconds'],
      description: 'Addresses and VLAN of a network are free again, once their quarantine is over',
    },
  ),
  NetworkReleaseRefused: objectSchema<NetworkReleaseRefused['data']>(
    {
      networkId: asked.networkId,
      reason: text,
      code: { ...text, enum: ['NOT_THE_OWNER', 'NETWORK_IN_USE', 'ADDRESSES_IN_USE'] },
      message: text,
      suggestion: text,
      inUse: objectSchema<AddressesInUse>(
        {
          count: integer,
          first: {
            type: 'array',
            items: objectSchema<AddressesInUse['first'][number]>({
              addressId: text,
              address: text,
              hostName: orNull(text),
            }),
          },
        },
        { description: 'How many of its addresses hosts are attached to, and the first of them' },
      ),
    },
    { optional: ['inUse'], description: 'A network was not released' },
  ),
  NetworkDescribed: objectSchema<NetworkDescribed['data']>(
    { networkId: asked.networkId, description: orNull(text), tags, fields },
    {
      optional: ['description', 'tags', 'fields'],
      description: 'A network has another description or other labels',
    },
  ),
};

/** A network as `GET /api/v1/networks/{networkId}` shows it. */
export const NETWORK_SCHEMA = objectSchema<NetworkView>(
  {
    networkId: asked.networkId,
    clientId: asked.clientId,
    tenant: { ...text, examples: ['demo'] },
    type: asked.type,
    datacenter: asked.datacenter,
    size: asked.size,
    vlanId,
    serviceVlan,
    poolId: text,
    vrfId: text,
    subnet,
    gateway,
    dhcpRange,
    ipv6: orNull({
      ...text,
      description: 'All of IPv6 that it has',
      examples: ['2001:db8:150::/56'],
    }),
    ipv6Subnet: orNull({
      ...text,
      description: 'The /64 of it that the VLAN carries',
      examples: ['2001:db8:150::/64'],
    }),
    ipv6Gateway: orNull({ ...text, examples: ['2001:db8:150::1'] }),
    dnsZone: orNull({ ...text, description: 'Where its names are', examples: ['dc1.example'] }),
    description: orNull(text),
    tags,
    fields,
    status: { ...text, enum: ['allocated', 'provisioned', 'deprovisioning', 'released'] },
    allocatedAt: { ...text, format: 'date-time' },
    releasedAt: orNull({ ...text, format: 'date-time' }),
  },
  { description: 'One allocation: its prefixes and a VLAN' },
);

export const NETWORK_EXAMPLE: NetworkView = {
  networkId: 'net-6b1d2f8c0e9a4357',
  clientId: 'acme-corp',
  tenant: 'demo',
  type: 'production',
  datacenter: 'DC1',
  size: '/24',
  vlanId: 150,
  serviceVlan: null,
  poolId: 'DC1-production',
  vrfId: 'default',
  subnet: '172.16.150.0/24',
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
  ipv6: null,
  ipv6Subnet: null,
  ipv6Gateway: null,
  dnsZone: null,
  description: 'ACME production network',
  tags: [],
  fields: {},
  status: 'allocated',
  allocatedAt: '2026-01-05T10:00:00.500Z',
  releasedAt: null,
};
