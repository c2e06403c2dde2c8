import type { Envelope, Meta } from '@ferrule/kernel';
import type { BusMessage } from './bus.ts';
import type { StoredEntry } from './sealed-page.ts';

/** Who sends, and where its events go. */
export interface Sender {
  /** The service, as the envelope's source: `ipam`. */
  readonly source: string;
  /** Where an event goes; a function of the context's contracts. */
  subjectOf(this: void, type: string, schemaVersion: number): string;
}

/** What the store holds of a message, event or command. */
export interface Stored {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly at: string;
  readonly meta: string;
  readonly body: string;
}

export const envelopeOf = (source: string, stored: Stored): Envelope => ({
  id: stored.id,
  type: stored.type,
  schemaVersion: stored.schemaVersion,
  source,
  subject: stored.stream,
  time: stored.at,
  meta: JSON.parse(stored.meta) as Meta,
  body: stored.body,
});

export const eventMessage = ({ source, subjectOf }: Sender, entry: StoredEntry): BusMessage => ({
  to: subjectOf(entry.type, entry.schemaVersion),
  envelope: { ...envelopeOf(source, entry), sequence: entry.seq },
});
