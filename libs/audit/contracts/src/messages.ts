import type { Event } from '@ferrule/kernel';

/** Events that did not come over the bus, and were fetched from the service that recorded them. */
export type GapFilled = Event<
  'GapFilled',
  { readonly source: string; readonly first: number; readonly last: number }
>;

/** What the ledger records of itself, as any service does of its own. */
export type AuditEvent = GapFilled;
export type AuditEventType = AuditEvent['type'];

const EVENTS: Record<AuditEventType, string> = { GapFilled: 'gap.filled' };

export const auditEventSubject = (type: AuditEventType, version = 1): string =>
  `evt.audit.${EVENTS[type]}.v${version}`;

export const isAuditEvent = (type: string): type is AuditEventType => Object.hasOwn(EVENTS, type);

/** Everything that the ledger says. */
export const AUDIT_EVENTS = 'evt.audit.>';
