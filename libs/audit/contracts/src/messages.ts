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

/** What the ledger records of itself, as any service does of its own. */
export type AuditEvent = GapFilled | CheckpointSigned;
export type AuditEventType = AuditEvent['type'];

const EVENTS: Record<AuditEventType, string> = {
  GapFilled: 'gap.filled',
  CheckpointSigned: 'checkpoint.signed',
};

export const auditEventSubject = (type: AuditEventType, version = 1): string =>
  `evt.audit.${EVENTS[type]}.v${version}`;

export const isAuditEvent = (type: string): type is AuditEventType => Object.hasOwn(EVENTS, type);

/** Everything that the ledger says. */
export const AUDIT_EVENTS = 'evt.audit.>';
