import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type {
  AuditEventType,
  BodiesExpired,
  CheckpointSigned,
  GapFilled,
  LedgerRead,
  RetentionSet,
  SearchRemoved,
  SearchSaved,
} from './messages.ts';

const text: JsonSchema = { type: 'string' };
const place: JsonSchema = { type: 'integer', minimum: 1 };

const hash: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };

/** What a checkpoint says; the audit guide tells how to check one. */
export const CHECKPOINT_SCHEMA = objectSchema<CheckpointSigned['data']>(
  {
    number: place,
    first: { ...place, description: 'The first entry that came since the checkpoint before' },
    last: place,
    head: { ...hash, description: 'The hash of the entry `last`, and with it of all before' },
    root: { ...hash, description: 'Of the tree over the entries from `first` to `last`' },
    previous: { ...hash, description: 'SHA-256 of the checkpoint before; zeros for the first' },
    at: { ...text, format: 'date-time' },
    key: { ...text, description: 'The id of the key that signed it' },
    signature: { ...text, description: 'Ed25519 over the canonical JSON of the rest, in base64' },
  },
  { description: 'What was in the ledger at one moment' },
);

/** What the body of each event holds. */
export const AUDIT_EVENT_SCHEMAS: Readonly<Record<AuditEventType, JsonSchema>> = {
  GapFilled: objectSchema<GapFilled['data']>(
    {
      source: { ...text, description: 'The service', examples: ['ipam'] },
      first: { ...place, description: 'The first of its events that the bus did not bring' },
      last: place,
    },
    {
      description:
        'Events did not come over the bus; the ledger fetched them from the service that recorded them',
    },
  ),
  CheckpointSigned: CHECKPOINT_SCHEMA,
  LedgerRead: objectSchema<LedgerRead['data']>(
    {
      question: { ...text, examples: ['search'] },
      about: { type: 'object', description: 'What was asked for' },
    },
    { description: 'Somebody has read the ledger; ce-actor says who' },
  ),
  SearchSaved: objectSchema<SearchSaved['data']>(
    { name: text, filter: { type: 'object' } },
    { description: 'A search got a name' },
  ),
  SearchRemoved: objectSchema<SearchRemoved['data']>(
    { name: text },
    { description: 'A search has its name no longer' },
  ),
  RetentionSet: objectSchema<RetentionSet['data']>(
    { tenant: text, days: orNull(place), reason: text },
    { description: 'How long a tenant keeps the bodies of its events; null: for ever' },
  ),
  BodiesExpired: objectSchema<BodiesExpired['data']>(
    {
      tombstone: place,
      tenant: text,
      entries: { ...place, description: 'How many' },
      first: place,
      last: place,
      archive: { ...text, description: 'Where the bodies went' },
      archiveHash: hash,
    },
    { description: 'Bodies left the ledger for an archive; their hashes stay' },
  ),
};
