import { hash } from 'node:crypto';

/** An event as the ledger holds it, without its body: that enters the chain by its hash alone. */
export interface Entry {
  /** Its place in the ledger; no number is missing. */
  readonly entry: number;
  /** The service that recorded it, and its place among the events of that. */
  readonly source: string;
  readonly sequence: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** What it is about. */
  readonly stream: string;
  /** When it happened, and when it was written down. */
  readonly at: string;
  readonly recordedAt: string;
  /** Who, for whom, why. */
  readonly actor: string;
  readonly tenant: string;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  /** Where. */
  readonly datacenter: string | null;
  readonly router: string | null;
  readonly network: string | null;
  /** SHA-256 of the body, in hex. */
  readonly bodyHash: string;
}

/** What the first entry is chained to. */
export const GENESIS = '0'.repeat(64);

export const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

/** Canonical JSON (RFC 8785): keys sorted, no blanks. Written out, because it is done a million times. */
export const canonicalEntry = (e: Entry): string =>
  JSON.stringify({
    actor: e.actor,
    at: e.at,
    bodyHash: e.bodyHash,
    causationId: e.causationId,
    correlationId: e.correlationId,
    datacenter: e.datacenter,
    entry: e.entry,
    id: e.id,
    network: e.network,
    reason: e.reason,
    recordedAt: e.recordedAt,
    router: e.router,
    schemaVersion: e.schemaVersion,
    sequence: e.sequence,
    source: e.source,
    stream: e.stream,
    tenant: e.tenant,
    ticket: e.ticket,
    type: e.type,
  });

/** Over the hash before it, in hex, and the entry: anybody can compute it without a line of ours. */
export const entryHash = (previous: string, entry: Entry): string =>
  sha256(previous + canonicalEntry(entry));
