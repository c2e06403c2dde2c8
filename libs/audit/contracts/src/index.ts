export { AUDIT_QUERIES, type LedgerEntry, type LedgerPage, type LedgerQuestion } from './ledger.ts';
export { LEDGER_PAGE_EXAMPLE, LEDGER_PAGE_SCHEMA } from './ledger-schemas.ts';
