import { type FieldNotes, type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import { KEY_STATES, type KeySettings, type KeyView, type Me } from './key.ts';
import {
  type AccessRefused,
  type ApiEventType,
  type KeyIssued,
  type KeyRevoked,
  type KeyRotated,
  REFUSALS,
} from './messages.ts';
import { RIGHTS, ROLES } from './role.ts';

const text: JsonSchema = { type: 'string' };
const time: JsonSchema = { type: 'string', format: 'date-time' };
const key = { keyId: { ...text, examples: ['1f0c9a7e5d3b4826'] } } as const;

const listOrAll = (what: string, example: string): JsonSchema => ({
  ...orNull({ type: 'array', items: text }),
  description: `Limits it to these ${what}; null: all`,
  examples: [[example]],
});

const settings: FieldNotes<KeySettings> = {
  name: { ...text, description: 'What is done with it is written down under it' },
  role: { ...text, enum: ROLES },
  tenants: listOrAll('tenants', 'acme'),
  datacenters: listOrAll('datacenters', 'DC1'),
  expiresAt: { ...orNull(time), description: 'From then on it is refused; null: never' },
};

export const KEY_SCHEMA: JsonSchema = objectSchema<KeyView>(
  {
    ...key,
    ...settings,
    status: { ...text, enum: KEY_STATES },
    createdAt: time,
    createdBy: text,
    revokedAt: orNull(time),
    oldSecretUntil: {
      ...orNull(time),
      description: 'The secret before the last one is taken until then',
    },
    lastUsedAt: { ...orNull(time), description: 'To the minute or so' },
  },
  { description: 'An API key, without its secret' },
);

export const ME_SCHEMA: JsonSchema = objectSchema<Me>(
  {
    actor: { ...text, description: 'Under which everything is written down' },
    tenant: { ...text, description: 'For whom you act; the header Ferrule-Tenant names another' },
    role: { ...text, enum: ROLES },
    rights: { type: 'array', items: { ...text, enum: RIGHTS } },
    tenants: listOrAll('tenants', 'acme'),
    datacenters: listOrAll('datacenters', 'DC1'),
    keyId: { ...orNull(text), description: 'Null for a token of an identity provider' },
    expiresAt: orNull(time),
  },
  { description: 'Who asks' },
);

/** What the body of each event holds. */
export const API_EVENT_SCHEMAS: Readonly<Record<ApiEventType, JsonSchema>> = {
  KeyIssued: objectSchema<KeyIssued['data']>(
    { ...key, ...settings },
    { description: 'Somebody may use the API with a key' },
  ),
  KeyRotated: objectSchema<KeyRotated['data']>(
    { ...key, overlapSeconds: { type: 'integer', minimum: 0 } },
    { description: 'A key has another secret; for a while the old one is taken, too' },
  ),
  KeyRevoked: objectSchema<KeyRevoked['data']>(
    { ...key, reason: orNull(text) },
    { description: 'A key is refused from now on' },
  ),
  AccessRefused: objectSchema<AccessRefused['data']>(
    {
      reason: { ...text, enum: REFUSALS },
      status: { type: 'integer', examples: [401] },
      actor: { ...orNull(text), description: 'As a credential proved it' },
      keyId: { ...orNull(text), description: 'The key that was used, if there is one of that id' },
      source: { ...text, description: 'An address, or the network of one' },
      method: { ...text, description: 'Of the first of them' },
      route: { ...text, description: 'Of the first of them' },
      times: { type: 'integer', minimum: 1 },
      from: time,
      to: time,
    },
    { description: 'Requests were refused: those of one kind from one place within a minute' },
  ),
};
