export { AUDIT_EVENT_SCHEMAS, CHECKPOINT_SCHEMA } from './event-schemas.ts';
export { AUDIT_QUERIES, type LedgerEntry, type LedgerPage, type LedgerQuestion } from './ledger.ts';
export { LEDGER_PAGE_EXAMPLE, LEDGER_PAGE_SCHEMA } from './ledger-schemas.ts';
export {
  AUDIT_EVENTS,
  type AuditEvent,
  auditEventSubject,
  type AuditEventType,
  type CheckpointSigned,
  type GapFilled,
  isAuditEvent,
  type SignedCheckpointData,
} from './messages.ts';
export type {
  ChangeView,
  DiffQuestion,
  EntryProof,
  EntryQuestion,
  ExportPiece,
  ExportQuestion,
  HoldersQuestion,
  HolderView,
  LedgerFilter,
  MomentQuestion,
  MomentView,
  Reader,
  Retention,
  RouterRowView,
  SavedSearch,
  SaveSearchQuestion,
  SearchPage,
  SearchQuestion,
  SetRetentionQuestion,
  TimelineQuestion,
} from './questions.ts';
export {
  AUDIT_SCHEMAS,
  CHECKPOINT_EXAMPLE,
  MOMENT_EXAMPLE,
  PROOF_EXAMPLE,
} from './question-schemas.ts';
