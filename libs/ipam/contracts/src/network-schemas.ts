import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type {
  AllocateNetworkData,
  IpamEventType,
  NetworkAllocatedData,
  NetworkAllocationRefusedData,
  NetworkReleased,
  NetworkView,
} from './messages.ts';

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };
const subnet: JsonSchema = { ...text, examples: ['172.16.150.0/24'] };
const vlanId: JsonSchema = { ...integer, minimum: 1, maximum: 4094, examples: [150] };

const asked = {
  networkId: { ...text, examples: ['net-6b1d2f8c0e9a4357'] },
  clientId: { ...text, examples: ['acme-corp'] },
  type: { ...text, examples: ['production'] },
  datacenter: { ...text, examples: ['DC1'] },
  size: { ...text, examples: ['/24'] },
  enableDHCP: { type: 'boolean' },
  description: text,
} as const satisfies Record<keyof AllocateNetworkData, JsonSchema>;

const gateway: JsonSchema = { ...text, description: 'The first host', examples: ['172.16.150.1'] };
const dhcpRange = orNull({
  ...text,
  description: 'Null without DHCP',
  examples: ['172.16.150.100-172.16.150.200'],
});

/** What the body of each event holds. */
export const IPAM_EVENT_SCHEMAS: Readonly<Record<IpamEventType, JsonSchema>> = {
  NetworkAllocated: objectSchema<NetworkAllocatedData>(
    { ...asked, poolId: text, vlanId, subnet, gateway, dhcpRange },
    { optional: ['description'], description: 'A network has its addresses and its VLAN' },
  ),
  NetworkAllocationRefused: objectSchema<NetworkAllocationRefusedData>(
    {
      ...asked,
      code: {
        ...text,
        enum: ['DATACENTER_NOT_FOUND', 'PREFIX_EXHAUSTED', 'VLAN_EXHAUSTED', 'NETWORK_CLOSED'],
      },
      field: { ...text, enum: ['datacenter', 'size', 'networkId'] },
      message: text,
      suggestion: text,
      resource: orNull({ ...text, description: 'What ran out' }),
      current: orNull(integer),
      maximum: orNull(integer),
      rangeStart: orNull(text),
      rangeEnd: orNull(text),
    },
    { optional: ['description'], description: 'A network could not be allocated' },
  ),
  NetworkReleased: objectSchema<NetworkReleased['data']>(
    {
      networkId: asked.networkId,
      reason: text,
      subnet: orNull(subnet),
      vlanId: orNull(vlanId),
    },
    { description: 'Addresses and VLAN of a network are free again' },
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
    subnet,
    gateway,
    dhcpRange,
    description: orNull(text),
    status: { ...text, enum: ['allocated', 'released'] },
    allocatedAt: { ...text, format: 'date-time' },
  },
  { description: 'One allocation: a prefix and a VLAN' },
);

export const NETWORK_EXAMPLE: NetworkView = {
  networkId: 'net-6b1d2f8c0e9a4357',
  clientId: 'acme-corp',
  tenant: 'demo',
  type: 'production',
  datacenter: 'DC1',
  size: '/24',
  vlanId: 150,
  subnet: '172.16.150.0/24',
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
  description: 'ACME production network',
  status: 'allocated',
  allocatedAt: '2026-01-05T10:00:00.500Z',
};
