import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type {
  NameDrift,
  NameEvent,
  NameRecord,
  NetworkNamesView,
  RecordView,
} from './name-messages.ts';

type Data<Type extends NameEvent['type']> = Extract<NameEvent, { type: Type }>['data'];

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };
const list: JsonSchema = { type: 'array', items: text };
const networkId: JsonSchema = { ...text, examples: ['net-6b1d2f8c0e9a4357'] };
const zone: JsonSchema = { ...text, examples: ['dc1.example'] };
const gateway: JsonSchema = { ...text, examples: ['gw-vlan150.dc1.example'] };
const name: JsonSchema = { ...gateway, description: 'Without a final dot' };
const type: JsonSchema = { ...text, enum: ['A', 'AAAA', 'PTR'] };
const record = { name, type, values: list } as const;
const notes: JsonSchema = { ...list, description: 'What has no record, and why' };

export const NAME_EVENT_SCHEMAS: Readonly<Record<NameEvent['type'], JsonSchema>> = {
  NamesPublicationStarted: objectSchema<Data<'NamesPublicationStarted'>>(
    {
      networkId,
      zone,
      added: { type: 'array', items: objectSchema<NameRecord>(record) },
      removed: { type: 'array', items: objectSchema<Omit<NameRecord, 'values'>>({ name, type }) },
    },
    { description: 'Names of a network are about to be published' },
  ),
  NamesPublished: objectSchema<Data<'NamesPublished'>>(
    { networkId, zone, gateway, records: integer, notes },
    { description: 'The names of a network are on the servers' },
  ),
  NamesSkipped: objectSchema<Data<'NamesSkipped'>>(
    { networkId, reason: text },
    { description: 'No name of a network was published, and why' },
  ),
  NamesRefused: objectSchema<Data<'NamesRefused'>>(
    {
      networkId,
      operation: { ...text, enum: ['publish', 'withdraw'] },
      code: {
        ...text,
        enum: [
          ...['DNS_CONFLICT', 'DNS_UNREACHABLE', 'DNS_REFUSED'],
          ...['DNS_ZONE_UNKNOWN', 'NETWORK_NOT_FOUND'],
        ],
      },
      message: text,
      suggestion: text,
      name: orNull(name),
      holder: orNull({ ...text, description: 'The network that has the name, or who it seems' }),
    },
    {
      description:
        'Names were not published, and what was written of them goes; or they were not withdrawn in time, and will be',
    },
  ),
  NamesWithdrawalStarted: objectSchema<Data<'NamesWithdrawalStarted'>>(
    { networkId, reason: text },
    { description: 'The names of a network are about to be withdrawn' },
  ),
  NamesWithdrawn: objectSchema<Data<'NamesWithdrawn'>>(
    { networkId, records: integer },
    { description: 'No name of a network is on a server' },
  ),
  NamesDrifted: objectSchema<Data<'NamesDrifted'>>(
    {
      networkId,
      drift: {
        type: 'array',
        items: objectSchema<NameDrift>({
          name,
          type,
          kind: { ...text, enum: ['missing', 'changed', 'taken'] },
          found: list,
        }),
      },
    },
    {
      description:
        'Somebody changed or deleted names of a network; they are put back, but for what is taken',
    },
  ),
  NamesReconciliationStarted: objectSchema<Data<'NamesReconciliationStarted'>>(
    { networkId: orNull(networkId), networks: integer },
    { description: 'Names are compared with what was published' },
  ),
};

/** What `GET /api/v1/networks/{networkId}/names` shows. */
export const NETWORK_NAMES_SCHEMA = objectSchema<NetworkNamesView>(
  {
    networkId,
    status: {
      ...text,
      enum: [
        ...['unpublished', 'publishing', 'published'],
        ...['refused', 'withdrawing', 'withdrawn'],
      ],
    },
    zone: orNull(zone),
    gateway: orNull(gateway),
    records: {
      type: 'array',
      items: objectSchema<RecordView>({
        ...record,
        server: text,
        zone: { ...text, description: 'The zone that the server has' },
        state: {
          ...text,
          enum: ['published', 'pending', 'going', 'taken'],
        },
      }),
    },
    notes,
    waitingSeconds: orNull({ type: 'number', description: 'How long an answer is waited for' }),
    checkedAt: orNull({ ...text, format: 'date-time' }),
  },
  { description: 'The forward and reverse names of a network and its addresses' },
);

export const NETWORK_NAMES_EXAMPLE: NetworkNamesView = {
  networkId: 'net-6b1d2f8c0e9a4357',
  status: 'published',
  zone: 'dc1.example',
  gateway: 'gw-vlan150.dc1.example',
  records: [
    {
      ...{ name: 'gw-vlan150.dc1.example', type: 'A', values: ['172.16.150.1'] },
      ...{ server: 'ns1', zone: 'dc1.example', state: 'published' },
    },
    {
      ...{ name: '1.150.16.172.in-addr.arpa', type: 'PTR', values: ['gw-vlan150.dc1.example'] },
      ...{ server: 'ns1', zone: '150.16.172.in-addr.arpa', state: 'published' },
    },
  ],
  notes: [],
  waitingSeconds: null,
  checkedAt: '2026-01-05T10:05:00.500Z',
};
