import type { Event } from '@ferrule/kernel';

/** Events that did not come over the bus, and were fetched from the service that recorded them. */
export type GapFilled = Event<
  'GapFilled',
  { readonly source: string; readonly first: number; readonly last: number }
>;

/** What was in the ledger at one moment, signed; the place of checkpoints is outside its database. */
export interface SignedCheckpointData {
  readonly number: number;
  readonly first: number;
  readonly last: number;
  readonly head: string;
  readonly root: string;
  readonly previous: string;
  readonly at: string;
  readonly key: string;
  readonly signature: string;
}

export type CheckpointSigned = Event<'CheckpointSigned', SignedCheckpointData>;

/** Somebody has read the ledger. The same question within a minute is recorded once. */
export type LedgerRead = Event<
  'LedgerRead',
  { readonly question: string; readonly about: Readonly<Record<string, unknown>> }
>;
export type SearchSaved = Event<
  'SearchSaved',
  { readonly name: string; readonly filter: Readonly<Record<string, unknown>> }
>;
export type SearchRemoved = Event<'SearchRemoved', { readonly name: string }>;
/** How long a tenant keeps the bodies of its events; null: for ever. */
export type RetentionSet = Event<
  'RetentionSet',
  { readonly tenant: string; readonly days: number | null; readonly reason: string }
>;
/** Bodies have left the ledger for an archive; a tombstone in the ledger is signed for each. */
export type BodiesExpired = Event<
  'BodiesExpired',
  {
    readonly tombstone: number;
    readonly tenant: string;
    readonly entries: number;
    readonly first: number;
    readonly last: number;
    readonly archive: string;
    readonly archiveHash: string;
  }
>;

/** What the ledger records of itself, as any service does of its own. */
export type AuditEvent =
  | GapFilled
  | CheckpointSigned
  | LedgerRead
  | SearchSaved
  | SearchRemoved
  | RetentionSet
  | BodiesExpired;
export type AuditEventType = AuditEvent['type'];

const EVENTS: Record<AuditEventType, string> = {
  GapFilled: 'gap.filled',
  CheckpointSigned: 'checkpoint.signed',
  LedgerRead: 'ledger.read',
  SearchSaved: 'search.saved',
  SearchRemoved: 'search.removed',
  RetentionSet: 'retention.set',
  BodiesExpired: 'bodies.expired',
};

export const auditEventSubject = (type: AuditEventType, version = 1): string =>
  `evt.audit.${EVENTS[type]}.v${version}`;

export const isAuditEvent = (type: string): type is AuditEventType => Object.hasOwn(EVENTS, type);

/** Everything that the ledger says. */
export const AUDIT_EVENTS = 'evt.audit.>';
