import { hash } from 'node:crypto';

/** What the chain covers of an event. Body and meta enter by their own hashes, so that either can be archived apart. */
export interface Entry {
  readonly seq: number;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly at: string;
  readonly body: string;
  readonly meta: string;
}

/** What the first event is chained to. */
export const GENESIS = Buffer.alloc(32);

const sha256 = (text: string): string => hash('sha256', text, 'hex');

/**
 * SHA-256 of the previous hash (hex) and the canonical JSON (RFC 8785: keys sorted, no blanks) of
 * the entry, so that anybody can compute it without a line of ours.
 */
export const entryHash = (previous: Buffer, entry: Entry): Buffer => {
  const { at, id, schemaVersion, seq, stream, type, version } = entry;
  const canonical = JSON.stringify({
    at,
    body: sha256(entry.body),
    id,
    meta: sha256(entry.meta),
    schemaVersion,
    seq,
    stream,
    type,
    version,
  });
  return hash('sha256', previous.toString('hex') + canonical, 'buffer');
};
