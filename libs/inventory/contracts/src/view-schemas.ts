import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import { type DatacenterView, FIREWALL_PROFILES, NETWORK_TYPES } from './datacenter.ts';
import { DATACENTER_NOTES, ROUTER_NOTES } from './event-schemas.ts';
import type { RouterView } from './router.ts';

const text: JsonSchema = { type: 'string' };
const at: JsonSchema = { ...text, format: 'date-time' };
const oneOf = (...words: readonly string[]): JsonSchema => ({ ...text, enum: words });

export const DATACENTER_SCHEMA = objectSchema<DatacenterView>(
  {
    datacenterId: text,
    ...DATACENTER_NOTES,
    maintenanceReason: { ...orNull(text), description: 'Null unless work is done in it' },
    registeredAt: at,
  },
  { description: 'A datacenter, and how its routers are configured' },
);

export const ROUTER_SCHEMA = objectSchema<RouterView>(
  {
    routerId: text,
    datacenter: text,
    ...ROUTER_NOTES,
    user: text,
    status: oneOf('active', 'maintenance', 'retired'),
    maintenanceReason: orNull(text),
    reachability: oneOf('unknown', 'reachable', 'unreachable'),
    failure: { ...orNull(text), description: 'Why it cannot be reached' },
    board: orNull(text),
    version: orNull(text),
    identity: orNull(text),
    lastSeen: { ...orNull(at), description: 'When it last answered' },
    probedAt: orNull(at),
    networks: { type: 'integer', description: 'How many networks live on it' },
    registeredAt: at,
  },
  { description: 'A router, and what its gateway says of it. Its password is in no answer' },
);

export const DATACENTER_EXAMPLE: DatacenterView = {
  datacenterId: 'DC1',
  name: 'Datacenter 1',
  uplink: 'sfp-sfpplus1',
  bridge: null,
  encapsulation: { kind: 'vlan' },
  management: ['10.254.1.0/24'],
  supernets: ['172.16.0.0/16'],
  dnsZones: ['dc1.example'],
  resolver: { servers: ['9.9.9.9'], cacheKiB: 2048 },
  internet: { interface: 'ether1' },
  bgp: null,
  firewallProfiles: FIREWALL_PROFILES,
  networkTypes: NETWORK_TYPES,
  timeZone: 'Europe/Paris',
  maintenanceReason: null,
  registeredAt: '2026-11-20T11:00:00.000Z',
};

export const ROUTER_EXAMPLE: RouterView = {
  routerId: 'dc1-r1',
  datacenter: 'DC1',
  name: 'dc1-r1',
  address: '10.255.1.1',
  port: 8729,
  tls: { fingerprint256: null },
  dialect: null,
  pair: null,
  user: 'ferrule',
  status: 'active',
  maintenanceReason: null,
  reachability: 'reachable',
  failure: null,
  board: 'CCR2116-12G-4S+',
  version: '7.24 (stable)',
  identity: 'dc1-r1',
  lastSeen: '2026-11-20T11:05:00.000Z',
  probedAt: '2026-11-20T11:05:00.000Z',
  networks: 2,
  registeredAt: '2026-11-20T11:00:00.000Z',
};
