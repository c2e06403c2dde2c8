import { type FieldNotes, type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type { DatacenterSettings } from './datacenter.ts';
import type {
  DatacenterRegistered,
  InventoryCommandRejected,
  InventoryEventType,
  RouterBecameUnreachable,
  RouterIdentified,
  RouterRef,
  RouterRegistered,
} from './messages.ts';
import type { RouterSettings } from './router.ts';

const text: JsonSchema = { type: 'string' };
const at: JsonSchema = { ...text, format: 'date-time' };
const flag: JsonSchema = { type: 'boolean' };
const integer: JsonSchema = { type: 'integer' };
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const object = (properties: Record<string, JsonSchema>, ...required: string[]): JsonSchema => ({
  type: 'object',
  required: required.length > 0 ? required : Object.keys(properties),
  properties,
});
const routerId: JsonSchema = { ...text, examples: ['dc1-r1'] };
const datacenterId: JsonSchema = { ...text, examples: ['DC1'] };
const reason: JsonSchema = { ...text, examples: ['new switches'] };

export const DATACENTER_NOTES: FieldNotes<DatacenterSettings> = {
  name: { ...text, examples: ['Datacenter 1'] },
  uplink: { ...text, examples: ['sfp-sfpplus1'] },
  bridge: orNull(text),
  encapsulation: object(
    {
      kind: { ...text, enum: ['vlan', 'qinq'] },
      serviceVlan: { ...integer, minimum: 1, maximum: 4094 },
      etherType: { ...text, enum: ['0x88a8', '0x8100'] },
    },
    'kind',
  ),
  management: list({ ...text, examples: ['10.254.1.0/24'] }),
  supernets: list({ ...text, examples: ['172.16.0.0/16'] }),
  dnsZones: list(text),
  resolver: orNull(object({ servers: list(text), cacheKiB: integer })),
  internet: orNull(object({ interface: text })),
  bgp: orNull(
    object({
      as: integer,
      routerId: text,
      peers: list(
        object({
          name: text,
          address: text,
          as: integer,
          md5: { ...flag, description: 'Whether there is a key; the key itself is told to nobody' },
        }),
      ),
    }),
  ),
  firewallProfiles: list(
    object({
      name: { ...text, examples: ['standard'] },
      opens: flag,
      accepts: {
        anyOf: [
          { ...text, enum: ['nothing', 'everything'] },
          list(object({ protocol: { ...text, enum: ['tcp', 'udp'] }, ports: text })),
        ],
      },
    }),
  ),
  networkTypes: list(text),
  timeZone: { ...text, examples: ['Europe/Paris'] },
};

export const ROUTER_NOTES: FieldNotes<RouterSettings> = {
  name: text,
  address: { ...text, examples: ['10.255.1.1'] },
  port: { ...integer, examples: [8729] },
  tls: orNull({
    ...object({ fingerprint256: orNull(text) }),
    description: 'Null: the API without TLS',
  }),
  dialect: orNull({ ...text, examples: ['7.24'] }),
  pair: orNull(object({ name: text, role: { ...text, enum: ['primary', 'standby'] } })),
};

const ofRouter = (description: string): JsonSchema =>
  objectSchema<RouterRef>({ routerId }, { description });
const ofRouterBecause = (description: string): JsonSchema =>
  objectSchema<RouterRef & { reason: string }>({ routerId, reason }, { description });

/** What the body of each event holds. */
export const INVENTORY_EVENT_SCHEMAS: Readonly<Record<InventoryEventType, JsonSchema>> = {
  DatacenterRegistered: objectSchema<DatacenterRegistered['data']>(
    { datacenterId, ...DATACENTER_NOTES },
    { description: 'A datacenter is known' },
  ),
  DatacenterConfigured: objectSchema<DatacenterRegistered['data']>(
    { datacenterId, ...DATACENTER_NOTES },
    { description: 'Everything that an operator says of a datacenter, anew' },
  ),
  DatacenterMaintenanceStarted: objectSchema<{ datacenterId: string; reason: string }>(
    { datacenterId, reason },
    { description: 'The commands of all routers of a datacenter wait' },
  ),
  DatacenterMaintenanceEnded: objectSchema<{ datacenterId: string }>(
    { datacenterId },
    { description: 'They wait no longer' },
  ),
  RouterRegistered: objectSchema<RouterRegistered['data']>(
    { routerId, datacenter: datacenterId, user: text, ...ROUTER_NOTES },
    { description: 'A router is known' },
  ),
  RouterConfigured: objectSchema<RouterRef & RouterSettings>(
    { routerId, ...ROUTER_NOTES },
    { description: 'Everything that an operator says of a router, anew' },
  ),
  RouterCredentialsRotated: objectSchema<RouterRef & { user: string }>(
    { routerId, user: text },
    { description: 'A router is signed in to with another user or another password' },
  ),
  RouterMaintenanceStarted: ofRouterBecause('The commands of a router wait'),
  RouterMaintenanceEnded: ofRouter('The commands of a router wait no longer'),
  RouterRetired: ofRouterBecause('A router is gone for good, and its password with it'),
  RouterBecameReachable: objectSchema<RouterRef & { at: string }>(
    { routerId, at },
    { description: 'A router answers' },
  ),
  RouterBecameUnreachable: objectSchema<RouterBecameUnreachable['data']>(
    { routerId, at, failure: orNull(text) },
    { description: 'A router does not answer' },
  ),
  RouterIdentified: objectSchema<RouterIdentified['data']>(
    { routerId, at, version: orNull(text), board: orNull(text), identity: orNull(text) },
    { description: 'A router has another version, board or name than it had' },
  ),
  InventoryCommandRejected: objectSchema<InventoryCommandRejected['data']>(
    { command: text, code: text, field: orNull(text), message: text, suggestion: orNull(text) },
    { description: 'A command to the inventory that should not have been sent' },
  ),
};
