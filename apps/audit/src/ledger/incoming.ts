import { addressesIn, placeOf, wordsOf } from '@ferrule/audit-domain';
import type { Envelope } from '@ferrule/kernel';
import { type Entry, entryHash, sha256 } from '@ferrule/ledger-chain';

/** An entry with all that is written beside it. */
export interface IncomingEntry extends Entry {
  readonly hash: string;
  readonly body: string;
  readonly words: readonly string[];
  readonly addresses: readonly string[];
}

/** The end of the ledger. */
export interface Head {
  readonly entry: number;
  readonly hash: string;
  readonly recordedAt: string;
}

export const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null; // recorded as it came all the same: its source has hashed it so
  }
};

/** The entry that an event becomes at the end of the ledger. */
export const incoming = (
  head: Head,
  envelope: Envelope & { readonly sequence: number },
  now: string,
): IncomingEntry => {
  const { meta, body } = envelope;
  const stream = envelope.subject ?? '';
  const data = parsed(body);
  const entry: Entry = {
    entry: head.entry + 1,
    source: envelope.source,
    sequence: envelope.sequence,
    id: envelope.id,
    type: envelope.type,
    schemaVersion: envelope.schemaVersion,
    stream,
    at: envelope.time,
    // Never back, whatever the clock does: so it is in the order of the entries.
    recordedAt: now > head.recordedAt ? now : head.recordedAt,
    actor: meta.actor,
    tenant: meta.tenant,
    reason: meta.reason ?? null,
    ticket: meta.ticket ?? null,
    correlationId: meta.correlationId,
    causationId: meta.causationId ?? null,
    ...placeOf(stream, data),
    bodyHash: sha256(body),
  };
  return {
    ...entry,
    hash: entryHash(head.hash, entry),
    body,
    words: wordsOf(body),
    addresses: addressesIn(data),
  };
};
