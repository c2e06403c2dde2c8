import type { Reader } from './questions.ts';

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
  /** When it happened, and when it was written down here. */
  readonly time: string;
  readonly recordedAt: string;
  /** Who, for whom, why. */
  readonly actor: string;
  readonly tenant: string;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  /** Where, as far as its body says. */
  readonly datacenter: string | null;
  readonly router: string | null;
  readonly network: string | null;
  /** Over this entry and all before it. */
  readonly hash: string;
  /** Its body; null when its tenant keeps it no longer. */
  readonly data: unknown;
}

export interface LedgerQuestion {
  readonly after?: number;
  readonly limit?: number;
  /** Everything that belongs to one job. */
  readonly correlationId?: string;
  readonly reader?: Reader;
}

export interface LedgerPage {
  readonly events: readonly LedgerEntry[];
  /** Where the next page begins; null when there is none yet. */
  readonly next: number | null;
}

export const AUDIT_QUERIES = {
  listEvents: 'qry.audit.event.list',
  search: 'qry.audit.event.search',
  getEvent: 'qry.audit.event.get',
  prove: 'qry.audit.event.prove',
  timeline: 'qry.audit.network.timeline',
  moment: 'qry.audit.thing.moment',
  holders: 'qry.audit.address.holders',
  diff: 'qry.audit.job.diff',
  export: 'qry.audit.export.piece',
  checkpoints: 'qry.audit.checkpoint.list',
  publicKeys: 'qry.audit.key.list',
  listSearches: 'qry.audit.search.list',
  saveSearch: 'qry.audit.search.save',
  listRetention: 'qry.audit.retention.list',
  setRetention: 'qry.audit.retention.set',
} as const;
