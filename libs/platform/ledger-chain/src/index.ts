export {
  type Checkpoint,
  checkpointHash,
  type Signed,
  type SignedCheckpoint,
  type SignedTombstone,
  type Tombstone,
} from './checkpoint.ts';
export { type Entry, entryHash, GENESIS, sha256 } from './entry.ts';
export { KeyError, PublicKeys, SigningKeys } from './keys.ts';
export { type Proof, proofFault, proofOf } from './proof.ts';
export { rootOf } from './tree.ts';
export { LedgerWalk, Misfit, type Walked, type WalkOptions, type Witness } from './walk.ts';
