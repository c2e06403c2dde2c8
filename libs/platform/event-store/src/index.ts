export {
  type Append,
  type Appended,
  type ExpectedVersion,
  HandledBefore,
  MAX_BODY_BYTES,
  type NewCommand,
  RefusedByDatabase,
  type Row,
  type RowChange,
  WrongExpectedVersion,
} from './append.ts';
export type { Bus, BusMessage, BusPosition, Published } from './bus.ts';
export type { CommitterOptions } from './committer.ts';
export { type Entry, entryHash, GENESIS } from './entry-hash.ts';
export type { NewEvent, RecordedEvent, SealedEvent } from './event.ts';
export {
  type EventStoreOptions,
  type Loaded,
  PgEventStore,
  type Snapshots,
} from './pg-event-store.ts';
export { Leader, type LeaderOptions } from './leader.ts';
export { eventStoreSql } from './schema.ts';
export type { Queryable } from './queryable.ts';
export { prune } from './prune.ts';
export { Repeater } from './repeater.ts';
export { BusAhead } from './relay.ts';
export { sealedEnvelopes } from './sealed-envelopes.ts';
export { Sealer, type SealerOptions } from './sealer.ts';
export { Wake } from './wake.ts';
export { UnknownSchemaVersion, type Upcast, type Upcasters } from './upcasting.ts';
export { type Verdict, verifyChain } from './verify.ts';
export { type Handled, handle, type Handling } from './handle.ts';
export { type Projection, Projector, type ProjectorOptions } from './projection.ts';
