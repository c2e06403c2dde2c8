import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import { CHECKPOINT_SCHEMA } from './event-schemas.ts';
import { LEDGER_ENTRY_SCHEMA } from './ledger-schemas.ts';
import type { SignedCheckpointData } from './messages.ts';
import type {
  ChangeView,
  EntryProof,
  HolderView,
  MomentView,
  Retention,
  RouterRowView,
  SavedSearch,
  SearchPage,
} from './questions.ts';

const text: JsonSchema = { type: 'string' };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const time: JsonSchema = { type: 'string', format: 'date-time' };
const hash: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const attributes: JsonSchema = { type: 'object', additionalProperties: text };
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

const row = objectSchema<RouterRowView>({ path: text, row: text, attributes, entry: count });

const moment = objectSchema<MomentView>({
  kind: { enum: ['network', 'router'] },
  id: text,
  at: time,
  fields: { type: 'object', description: 'What its own events had said by then' },
  last: orNull({ type: 'object', description: 'The event that said the last of it' }),
  rows: { ...listOf(row), description: 'What jobs had put on its router by then' },
});

const holder = objectSchema<HolderView>({
  prefix: text,
  stream: { ...text, description: 'What holds it' },
  type: { ...text, description: 'The event that gave it' },
  tenant: text,
  actor: text,
  since: time,
  until: orNull({ ...time, description: 'Null: it still has it' }),
  entry: count,
  data: { description: 'The body of that event' },
});

const change = objectSchema<ChangeView>({
  path: text,
  row: text,
  before: orNull({ ...attributes, description: 'Null: there was no such row' }),
  after: orNull({ ...attributes, description: 'Null: there is to be no such row' }),
  outcome: { enum: ['planned', 'done', 'failed', 'undone'] },
  entry: count,
  time,
});

const proof = objectSchema<EntryProof>({
  entry: { type: 'object', description: 'What is hashed, with keys sorted' },
  body: orNull({ ...text, description: 'As it was hashed; null when it has left the ledger' }),
  previous: { ...hash, description: 'The hash of the entry before' },
  path: { ...listOf(hash), description: 'What stands beside its way up the tree' },
  checkpoint: CHECKPOINT_SCHEMA,
});

const search = objectSchema<SavedSearch>({
  name: text,
  filter: { type: 'object' },
  savedBy: text,
  savedAt: time,
});

const retention = objectSchema<Retention>({
  tenant: text,
  days: orNull({ type: 'integer', minimum: 1, description: 'Null: for ever' }),
});

/** What the API answers about the ledger, by the names that its document uses. */
export const AUDIT_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  LedgerEntry: LEDGER_ENTRY_SCHEMA,
  LedgerSearchPage: objectSchema<SearchPage>({
    events: listOf(LEDGER_ENTRY_SCHEMA),
    next: orNull({ ...text, description: 'Ask again with this as cursor' }),
  }),
  LedgerProof: proof,
  LedgerCheckpoints: objectSchema({ checkpoints: listOf(CHECKPOINT_SCHEMA) }),
  LedgerKeys: objectSchema({ keys: { ...text, description: 'id:base64,id:base64' } }),
  LedgerMoment: moment,
  LedgerHolders: objectSchema({ holders: listOf(holder) }),
  LedgerChanges: objectSchema({ changes: listOf(change) }),
  Retention: retention,
  RetentionList: objectSchema({ retention: listOf(retention) }),
  SavedSearches: objectSchema({ searches: listOf(search) }),
};

export const CHECKPOINT_EXAMPLE: SignedCheckpointData = {
  number: 1,
  first: 1,
  last: 4,
  head: '5f1b0c9d7e3a2f4866b1d0e9c8a7f6e5d4c3b2a1908f7e6d5c4b3a2910f8e7d6',
  root: '0a4d55a8d778e5022fab701977c5d840bbc486d0a5b5c9e3f1d2c3b4a5968778',
  previous: '0'.repeat(64),
  at: '2026-01-05T10:01:00.000Z',
  key: '2026',
  signature: '…',
};

export const PROOF_EXAMPLE: EntryProof = {
  entry: { entry: 4, source: 'ipam', sequence: 1, type: 'NetworkReleased' },
  body: '{"networkId":"net-6b1d2f8c0e9a4357","reason":"provisioning was undone"}',
  previous: '0a4d55a8d778e5022fab701977c5d840bbc486d0a5b5c9e3f1d2c3b4a5968778',
  path: ['5f1b0c9d7e3a2f4866b1d0e9c8a7f6e5d4c3b2a1908f7e6d5c4b3a2910f8e7d6'],
  checkpoint: CHECKPOINT_EXAMPLE,
};

export const MOMENT_EXAMPLE: MomentView = {
  kind: 'network',
  id: 'net-6b1d2f8c0e9a4357',
  at: '2026-01-05T10:00:00.000Z',
  fields: { networkId: 'net-6b1d2f8c0e9a4357', subnet: '172.16.150.0/24', vlanId: 150 },
  last: { entry: 2, type: 'NetworkAllocated', time: '2026-01-05T09:59:00.000Z' },
  rows: [
    {
      path: '/interface/vlan',
      row: 'name=vlan150',
      attributes: { name: 'vlan150', 'vlan-id': '150' },
      entry: 3,
    },
  ],
};
