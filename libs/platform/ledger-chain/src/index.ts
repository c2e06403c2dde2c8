export { ENTRY_COLUMNS, ISO } from './entry-columns.ts';
export {
  ExportError,
  type ExportLine,
  type OfflineOptions,
  parseExportLine,
  verifyExport,
} from './export-lines.ts';
export { readCheckpoints, readLedger, readPublicKeys, readTombstones } from './pg-ledger.ts';
export { readEntries, type StoredEntry } from './stored-entry.ts';
export { verifyLedger, type VerifyOptions } from './verify.ts';
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
