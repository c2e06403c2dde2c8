import type {
  AllocationPreview,
  FreeBlockView,
  Holding,
  ImportReport,
  LineReport,
  PoolView,
  RecordedHolding,
  SpaceUse,
} from '@ferrule/ipam-contracts';
import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import { CATALOG_EXAMPLES, CATALOG_SCHEMAS } from './catalog-schemas.ts';

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };
const share: JsonSchema = { type: 'number', minimum: 0, maximum: 1 };
const texts: JsonSchema = { type: 'array', items: text };
const time: JsonSchema = { ...text, format: 'date-time' };
const count: JsonSchema = { ...text, description: 'Of addresses, in decimal digits' };

const use = {
  spaceId: text,
  kind: { ...text, enum: ['pool', 'container'] },
  vrfId: text,
  prefix: text,
  parentId: orNull(text),
  supernetId: orNull(text),
  datacenter: orNull(text),
  tenant: orNull(text),
  total: count,
  allocated: count,
  reserved: count,
  quarantined: count,
  free: count,
  holdings: { ...integer, description: 'How many things are held in it' },
  utilisation: { ...share, description: 'What is not free' },
} as const satisfies Record<keyof SpaceUse, JsonSchema>;

const holding = {
  id: text,
  kind: {
    ...text,
    enum: ['network', 'prefix', 'container', 'reservation', 'address', 'range', 'quarantine'],
  },
  prefix: text,
  spaceId: text,
  vrfId: text,
  tenant: text,
  clientId: orNull(text),
  label: orNull({ ...text, description: 'Host name or description' }),
  mac: orNull(text),
  type: orNull({ ...text, description: 'Of a network what it is for, of an address what has it' }),
  tags: texts,
  fields: { type: 'object', additionalProperties: text },
  since: time,
  until: orNull(time),
} as const satisfies Record<keyof Holding, JsonSchema>;

const page = (name: string, schema: string): JsonSchema => ({
  type: 'object',
  required: [name],
  properties: {
    [name]: { type: 'array', items: { $ref: `#/components/schemas/${schema}` } },
    next: orNull({ ...text, description: 'Ask again with this as cursor; null on the last page' }),
  },
});

const FAULTS: JsonSchema = { type: 'array', items: { $ref: '#/components/schemas/LineReport' } };

export const IPAM_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  SpaceUse: objectSchema<SpaceUse>(use, { description: 'How full a pool or a container is' }),
  SpaceTree: page('spaces', 'SpaceUse'),
  Pool: objectSchema<PoolView>({
    ...use,
    policy: text,
    types: texts,
    quarantineSeconds: integer,
    vlanGroupId: orNull(text),
    description: orNull(text),
    tags: texts,
    fields: { type: 'object', additionalProperties: text },
    status: { ...text, enum: ['live', 'retired'] },
    largestFree: orNull({ ...text, description: 'The largest size that still fits' }),
    fragmentation: { ...share, description: 'What of the free lies outside the largest block' },
  }),
  PoolPage: page('pools', 'Pool'),
  FreeBlock: objectSchema<FreeBlockView>({ prefix: text, addresses: count }),
  FreeBlockPage: page('blocks', 'FreeBlock'),
  Holding: objectSchema<RecordedHolding>(
    {
      ...holding,
      stream: { ...text, description: 'Of a moment that is over: where it is recorded' },
      actor: text,
      eventId: text,
    },
    { optional: ['stream', 'actor', 'eventId'] },
  ),
  HoldingPage: page('holdings', 'Holding'),
  AllocationPreview: objectSchema<AllocationPreview>({
    datacenter: text,
    poolId: text,
    vrfId: text,
    subnet: text,
    ipv6: orNull(text),
    ipv6Gateway: orNull(text),
    vlanId: integer,
    serviceVlan: orNull(integer),
    gateway: text,
    dhcpRange: orNull(text),
  }),
  LineReport: objectSchema<LineReport>({ line: integer, field: text, code: text, message: text }),
  LineReports: {
    type: 'object',
    required: ['faults'],
    properties: { faults: FAULTS },
  },
  ImportReport: objectSchema<ImportReport>({
    importId: text,
    status: { ...text, enum: ['staged', 'committing', 'committed', 'undoing', 'undone'] },
    lines: integer,
    done: { ...integer, description: 'How many are in place' },
    faults: FAULTS,
    faulty: integer,
  }),
  ...CATALOG_SCHEMAS,
};

const USE_EXAMPLE: SpaceUse = {
  spaceId: 'DC1-production',
  kind: 'pool',
  vrfId: 'default',
  prefix: '172.16.0.0/16',
  parentId: null,
  supernetId: 'DC1-production',
  datacenter: 'DC1',
  tenant: null,
  total: '65536',
  allocated: '16384',
  reserved: '0',
  quarantined: '0',
  free: '49152',
  holdings: 64,
  utilisation: 0.25,
};

const HOLDING_EXAMPLE: Holding = {
  id: 'net-6b1d2f8c0e9a4357',
  kind: 'network',
  prefix: '172.16.150.0/24',
  spaceId: 'DC1-production',
  vrfId: 'default',
  tenant: 'demo',
  clientId: 'acme-corp',
  label: 'ACME production network',
  mac: null,
  type: 'production',
  tags: [],
  fields: {},
  since: '2026-01-05T10:00:00.500Z',
  until: null,
};

const POOL_EXAMPLE: PoolView = {
  ...USE_EXAMPLE,
  policy: 'aligned',
  types: ['production'],
  quarantineSeconds: 86_400,
  vlanGroupId: 'DC1',
  description: null,
  tags: [],
  fields: {},
  status: 'live',
  largestFree: '/17',
  fragmentation: 0.3333,
};

const PREVIEW_EXAMPLE: AllocationPreview = {
  datacenter: 'DC1',
  poolId: 'DC1-production',
  vrfId: 'default',
  subnet: '172.16.150.0/24',
  ipv6: null,
  ipv6Gateway: null,
  vlanId: 150,
  serviceVlan: null,
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
};

const FAULT_EXAMPLE: LineReport = {
  line: 3,
  field: 'prefix',
  code: 'PREFIX_NOT_FREE',
  message: '172.16.150.0/24 is held by net-6b1d2f8c0e9a4357',
};

export const EXAMPLES = {
  SpaceTree: { spaces: [USE_EXAMPLE], next: null },
  Pool: POOL_EXAMPLE,
  PoolPage: { pools: [POOL_EXAMPLE], next: null },
  FreeBlockPage: { blocks: [{ prefix: '172.16.128.0/17', addresses: '32768' }], next: null },
  Holding: HOLDING_EXAMPLE,
  HoldingPage: { holdings: [HOLDING_EXAMPLE], next: null },
  AllocationPreview: PREVIEW_EXAMPLE,
  LineReports: { faults: [FAULT_EXAMPLE] },
  ImportReport: {
    ...{ importId: 'sheet-1', status: 'staged', lines: 3, done: 0 },
    ...{ faults: [FAULT_EXAMPLE], faulty: 1 },
  },
  ...CATALOG_EXAMPLES,
} as const;
