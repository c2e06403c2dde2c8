/** An event as the ledger holds it. */
export interface LedgerEntry {
  /** Its place in the ledger. */
  readonly entry: number;
  readonly source: string;
  /** Its place among the events of its source; no number is missing. */
  readonly sequence: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** What it is about. */
  readonly stream: string;
  readonly time: string;
  readonly actor: string;
  readonly tenant: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly data: unknown;
}

export interface LedgerQuestion {
  readonly after?: number;
  readonly limit?: number;
  /** Everything that belongs to one job. */
  readonly correlationId?: string;
}

export interface LedgerPage {
  readonly events: readonly LedgerEntry[];
  /** Where the next page begins; null when there is none yet. */
  readonly next: number | null;
}

export const AUDIT_QUERIES = { listEvents: 'qry.audit.event.list' } as const;
