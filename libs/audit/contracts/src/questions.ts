import type { LedgerEntry } from './ledger.ts';
import type { SignedCheckpointData } from './messages.ts';

/** Who asks: reading the ledger is in the ledger too. */
export interface Reader {
  readonly actor: string;
  readonly tenant: string;
}

/** What entries have to be like; everything that is said has to hold. */
export interface LedgerFilter {
  /** When it happened: from this moment on, and before that one. RFC 3339. */
  readonly from?: string;
  readonly to?: string;
  readonly actor?: string;
  readonly tenant?: string;
  readonly source?: string;
  readonly type?: string;
  readonly correlationId?: string;
  readonly datacenter?: string;
  readonly router?: string;
  readonly network?: string;
  /** An address or a prefix: events that name it, or a prefix around it. */
  readonly address?: string;
  /** Words that its body holds as they stand here, in any case. */
  readonly text?: string;
}

export interface SearchQuestion extends LedgerFilter {
  readonly reader: Reader;
  readonly order?: 'newest' | 'oldest';
  readonly limit?: number;
  readonly cursor?: string;
  /** A saved search, to which the rest is added. */
  readonly saved?: string;
}

export interface SearchPage {
  readonly events: readonly LedgerEntry[];
  /** Ask again with this as cursor; null when there is no more. */
  readonly next: string | null;
}

/** An entry by its number or the id of its event. */
export interface EntryQuestion {
  readonly reader: Reader;
  readonly ref: string;
}

/** What somebody needs to see that one entry is in the ledger, but the public key. */
export interface EntryProof {
  readonly entry: Readonly<Record<string, string | number | null>>;
  readonly body: string | null;
  readonly previous: string;
  readonly path: readonly string[];
  readonly checkpoint: SignedCheckpointData;
}

export interface TimelineQuestion {
  readonly reader: Reader;
  readonly network: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface MomentQuestion {
  readonly reader: Reader;
  readonly kind: 'network' | 'router';
  readonly id: string;
  /** RFC 3339; now unless given. */
  readonly at?: string;
}

export interface RouterRowView {
  readonly path: string;
  readonly row: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly entry: number;
}

/** What a network or a router looked like at a moment, as far as the ledger had heard of it. */
export interface MomentView {
  readonly kind: 'network' | 'router';
  readonly id: string;
  readonly at: string;
  /** What its own events had said by then. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly last: { readonly entry: number; readonly type: string; readonly time: string } | null;
  /** What jobs of ours had put on its router by then. */
  readonly rows: readonly RouterRowView[];
}

export interface HoldersQuestion {
  readonly reader: Reader;
  readonly address: string;
  readonly at?: string;
}

/** Who had an address at a moment, the widest first. */
export interface HolderView {
  readonly prefix: string;
  readonly stream: string;
  readonly type: string;
  readonly tenant: string;
  readonly actor: string;
  readonly since: string;
  /** Null: it still has it. */
  readonly until: string | null;
  readonly entry: number;
  readonly data: unknown;
}

export interface DiffQuestion {
  readonly reader: Reader;
  readonly jobId: string;
}

/** One row that a job changed. */
export interface ChangeView {
  readonly path: string;
  readonly row: string;
  readonly before: Readonly<Record<string, string>> | null;
  readonly after: Readonly<Record<string, string>> | null;
  readonly outcome: 'planned' | 'done' | 'failed' | 'undone';
  readonly entry: number;
  readonly time: string;
}

/** A piece of an export; the whole is asked for piece by piece. */
export interface ExportQuestion extends LedgerFilter {
  /** Of the first piece: one export is read once. */
  readonly reader?: Reader;
  /** Entries after this one … */
  readonly after: number;
  /** … up to this one; up to the end unless given. */
  readonly last?: number;
  /** Only what has to be known before the first entry. */
  readonly head?: boolean;
}

/** Lines of an export, each a JSON document; what they hold is told by the audit guide. */
export interface ExportPiece {
  readonly lines: readonly string[];
  /** Of entries that were looked at; the next piece comes after it. */
  readonly reached: number;
  readonly last: number;
}

/** A search under a name, so that it need not be typed again. */
export interface SavedSearch {
  readonly name: string;
  readonly filter: LedgerFilter;
  readonly savedBy: string;
  readonly savedAt: string;
}

export interface SaveSearchQuestion {
  readonly reader: Reader;
  readonly name: string;
  /** Null: it is to go. */
  readonly filter: LedgerFilter | null;
}

/** How long a tenant keeps the bodies of its events. */
export interface Retention {
  readonly tenant: string;
  /** Null: for ever. */
  readonly days: number | null;
}

export interface SetRetentionQuestion extends Retention {
  readonly reader: Reader;
  readonly reason: string;
}
