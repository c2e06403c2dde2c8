import type { SignedCheckpoint } from './checkpoint.ts';
import { type Entry, entryHash, sha256 } from './entry.ts';
import type { PublicKeys } from './keys.ts';
import { climb, pathOf } from './tree.ts';

/** All that a third party needs to see that one entry is in the ledger, but the public key. */
export interface Proof {
  readonly entry: Entry;
  /** Null when it has left the ledger: the archive has it. */
  readonly body: string | null;
  /** The hash of the entry before. */
  readonly previous: string;
  /** What stands beside its way up the tree of the checkpoint. */
  readonly path: readonly string[];
  readonly checkpoint: SignedCheckpoint;
}

/** `hashes` are those of all entries that the checkpoint covers. */
export const proofOf = (
  entry: Entry,
  body: string | null,
  previous: string,
  hashes: readonly string[],
  checkpoint: SignedCheckpoint,
): Proof => ({
  entry,
  body,
  previous,
  path: pathOf(hashes, entry.entry - checkpoint.first),
  checkpoint,
});

/** Why it proves nothing; undefined when it does. */
export const proofFault = (proof: Proof, publicKeys: PublicKeys): string | undefined => {
  const { entry, body, previous, path, checkpoint } = proof;
  const fault = publicKeys.fault(checkpoint);
  if (fault !== undefined) return `of its checkpoint, ${fault}`;
  if (entry.entry < checkpoint.first || entry.entry > checkpoint.last)
    return 'its checkpoint does not cover it';
  if (body !== null && sha256(body) !== entry.bodyHash) return 'its body does not match its hash';
  const size = checkpoint.last - checkpoint.first + 1;
  const root = climb(entryHash(previous, entry), entry.entry - checkpoint.first, size, path);
  return root === checkpoint.root ? undefined : 'it does not lead to the root of its checkpoint';
};
