import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type { IpamEvent, IpamEventType } from './messages.ts';
import { NAME_EVENT_SCHEMAS } from './name-schemas.ts';
import { NETWORK_EVENT_SCHEMAS } from './network-schemas.ts';

type Data<Type extends IpamEventType> = Extract<IpamEvent, { type: Type }>['data'];

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };
const list: JsonSchema = { type: 'array', items: text };
const labels = { tags: list, fields: { type: 'object', additionalProperties: text } };
const wording = { description: orNull(text), ...labels };
const everyWord = ['description', 'tags', 'fields'] as const;
const prefix: JsonSchema = { ...text, examples: ['172.16.0.0/16'] };
const rules = {
  policy: { ...text, enum: ['lowest', 'best-fit', 'aligned', 'sparse'] },
  types: { ...list, description: 'Types of network that it serves; none named: any' },
  quarantineSeconds: { ...integer, description: 'How long what was released is kept' },
};
const addressRef = { addressId: text, networkId: text };
const numberRef = { numberId: text, numberPoolId: text };

/** What the body of each event holds. */
export const IPAM_EVENT_SCHEMAS: Readonly<Record<IpamEventType, JsonSchema>> = {
  ...NETWORK_EVENT_SCHEMAS,
  ...NAME_EVENT_SCHEMAS,
  VrfCreated: objectSchema<Data<'VrfCreated'>>(
    { vrfId: text, description: text },
    { optional: ['description'], description: 'A routing table of its own' },
  ),
  VrfRetired: objectSchema<Data<'VrfRetired'>>(
    { vrfId: text },
    { description: 'A VRF is no longer used' },
  ),
  SupernetAdded: objectSchema<Data<'SupernetAdded'>>(
    { supernetId: text, vrfId: text, prefix, role: text, datacenter: text },
    { optional: ['datacenter'], description: 'What the pools of a role are part of' },
  ),
  SupernetRemoved: objectSchema<Data<'SupernetRemoved'>>(
    { supernetId: text },
    { description: 'A supernet is no longer used' },
  ),
  VlanGroupCreated: objectSchema<Data<'VlanGroupCreated'>>(
    {
      vlanGroupId: text,
      datacenter: text,
      serviceVlan: orNull(integer),
      first: integer,
      last: integer,
    },
    { description: 'VLANs that networks of a datacenter get' },
  ),
  VlanGroupRetired: objectSchema<Data<'VlanGroupRetired'>>(
    { vlanGroupId: text },
    { description: 'A group of VLANs is no longer used' },
  ),
  PoolCreated: objectSchema<Data<'PoolCreated'>>(
    {
      poolId: text,
      vrfId: text,
      prefix,
      datacenter: text,
      supernetId: text,
      vlanGroupId: text,
      tenant: text,
      description: text,
      ...labels,
      ...rules,
    },
    {
      optional: ['supernetId', 'vlanGroupId', 'tenant', 'description', 'tags', 'fields'],
      description: 'Addresses that networks and prefixes are allocated from',
    },
  ),
  PoolAdjusted: objectSchema<Data<'PoolAdjusted'>>(
    { poolId: text, ...rules },
    { description: 'A pool has other rules' },
  ),
  PoolDescribed: objectSchema<Data<'PoolDescribed'>>(
    { poolId: text, ...wording },
    { optional: everyWord, description: 'A pool has another description or other labels' },
  ),
  PoolRetired: objectSchema<Data<'PoolRetired'>>(
    { poolId: text },
    { description: 'A pool is no longer used' },
  ),
  TenantQuotaSet: objectSchema<Data<'TenantQuotaSet'>>(
    { tenant: text, maxNetworks: orNull(integer), maxAddresses: orNull(integer) },
    { description: 'How much a tenant may have' },
  ),
  PrefixAllocated: objectSchema<Data<'PrefixAllocated'>>(
    {
      prefixId: text,
      spaceId: { ...text, description: 'The pool or container that it lies in' },
      kind: { ...text, enum: ['prefix', 'container', 'reservation'] },
      prefix,
      vrfId: text,
      tenant: text,
      clientId: text,
      description: text,
      ...labels,
    },
    {
      optional: ['clientId', 'description', 'tags', 'fields'],
      description: 'A prefix was allocated in a pool or a container',
    },
  ),
  PrefixSplit: objectSchema<Data<'PrefixSplit'>>(
    {
      prefixId: text,
      parts: {
        type: 'array',
        items: objectSchema<{ prefixId: string; prefix: string }>({ prefixId: text, prefix }),
      },
    },
    { description: 'A prefix became equal parts, each a prefix of its own' },
  ),
  PrefixDescribed: objectSchema<Data<'PrefixDescribed'>>(
    { prefixId: text, ...wording },
    { optional: everyWord, description: 'A prefix has another description or other labels' },
  ),
  PrefixReleased: objectSchema<Data<'PrefixReleased'>>(
    { prefixId: text, reason: text, prefix: orNull(prefix), quarantineSeconds: integer },
    { description: 'A prefix is free again, once its quarantine is over' },
  ),
  AddressAttached: objectSchema<Data<'AddressAttached'>>(
    {
      ...addressRef,
      type: { ...text, enum: ['vm', 'gateway', 'reserved'] },
      address: text,
      hostName: text,
      mac: text,
    },
    { optional: ['hostName', 'mac'], description: 'A host has an address of a network' },
  ),
  RangeReserved: objectSchema<Data<'RangeReserved'>>(
    { ...addressRef, first: text, last: text, description: text },
    { optional: ['description'], description: 'Addresses of a network that are not handed out' },
  ),
  AddressReleased: objectSchema<Data<'AddressReleased'>>(
    { ...addressRef, first: orNull(text), last: orNull(text) },
    { description: 'An address or a range of a network is free again' },
  ),
  NumberPoolCreated: objectSchema<Data<'NumberPoolCreated'>>(
    {
      numberPoolId: text,
      kind: { ...text, enum: ['asn', 'service-vlan'] },
      datacenter: text,
      first: integer,
      last: integer,
    },
    { optional: ['datacenter'], description: 'Numbers that are handed out one by one' },
  ),
  NumberPoolRetired: objectSchema<Data<'NumberPoolRetired'>>(
    { numberPoolId: text },
    { description: 'A pool of numbers is no longer used' },
  ),
  NumberAllocated: objectSchema<Data<'NumberAllocated'>>(
    { ...numberRef, number: integer, holder: text },
    { optional: ['holder'], description: 'A number was handed out' },
  ),
  NumberReleased: objectSchema<Data<'NumberReleased'>>(
    { ...numberRef, number: orNull(integer) },
    { description: 'A number is free again' },
  ),
  ImportCommitted: objectSchema<Data<'ImportCommitted'>>(
    { importId: text, lines: integer },
    { description: 'All lines of an import are in place' },
  ),
  ImportUndone: objectSchema<Data<'ImportUndone'>>(
    { importId: text, lines: integer, reason: text },
    { description: 'No line of an import is in place any more' },
  ),
  IpamCommandRejected: objectSchema<Data<'IpamCommandRejected'>>(
    {
      commandId: text,
      commandType: text,
      code: text,
      message: text,
      field: orNull(text),
      suggestion: orNull(text),
    },
    { description: 'A command was refused, and nothing changed' },
  ),
};
