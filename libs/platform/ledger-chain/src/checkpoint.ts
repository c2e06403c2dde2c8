import { sha256 } from './entry.ts';

/** What is said of the ledger at one moment, to be kept where its database does not reach. */
export interface Checkpoint {
  /** 1, 2, 3 … */
  readonly number: number;
  /** The entries that came since the checkpoint before. */
  readonly first: number;
  readonly last: number;
  /** The hash of the entry `last`, and with it of all before. */
  readonly head: string;
  /** Of the tree over the entries from `first` to `last`. */
  readonly root: string;
  /** SHA-256 of the checkpoint before, as it was signed; zeros for the first. */
  readonly previous: string;
  readonly at: string;
}

/** Says which bodies left the ledger by the rules of retention, so that a missing one is explained. */
export interface Tombstone {
  readonly number: number;
  readonly tenant: string;
  readonly entries: readonly number[];
  /** Events up to here had outlived what their tenant keeps. */
  readonly before: string;
  /** Where they went: the name of the archive and its SHA-256. */
  readonly archive: string;
  readonly archiveHash: string;
  readonly at: string;
}

/** Words and the name of the key that signed them; `signature` is Ed25519 over the canonical words, in base64. */
export type Signed<T> = T & { readonly key: string; readonly signature: string };

export type SignedCheckpoint = Signed<Checkpoint>;
export type SignedTombstone = Signed<Tombstone>;

type Flat = Readonly<Record<string, string | number | readonly number[]>>;

/** Canonical JSON of everything but the signature: what is signed. */
export const canonicalWords = (document: object): string => {
  const { signature: _, ...words } = document as Flat & { signature?: string };
  return JSON.stringify(
    Object.fromEntries(Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
};

/** What the next checkpoint calls `previous`. */
export const checkpointHash = (checkpoint: SignedCheckpoint): string =>
  sha256(canonicalWords(checkpoint));
