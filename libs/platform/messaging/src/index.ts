export { type Backoff, backoffMs } from './backoff.ts';
export { asked, parse, type FieldError } from './body.ts';
export { BucketMirror, type BucketMirrorOptions } from './bucket-mirror.ts';
export { type BucketDeclaration, BucketWriter } from './bucket-writer.ts';
export { bucketReaderRights, type BusRights, consumerRights, streamRights } from './bus-rights.ts';
export {
  BusConnection,
  connectBus,
  connectOptions,
  type BusOptions,
  type BusStatus,
  type BusTls,
} from './connection.ts';
export { Consume, JETSTREAM, RethrowingFilter } from './consume.ts';
export { ConsumerRunner, type RunnerOptions } from './consumer-runner.ts';
export { type DeadLetter, DeadLetterOffice, type DeadLetterReason } from './dead-letter.ts';
export {
  DeadLetters,
  type DeadLetterPage,
  type DeadLetterQuery,
  type Replayed,
} from './dead-letters.ts';
export {
  commandStream,
  DLQ,
  EVENTS,
  type ConsumerDeclaration,
  type StreamDeclaration,
  type Topology,
} from './declaration.ts';
export type { DeliveryHooks, Settlement, UnreadableMessage } from './delivery.ts';
export { describeDrift, type Drift } from './drift.ts';
export {
  decodeEnvelope,
  encodeEnvelope,
  MAX_BODY_BYTES,
  type DecodeOptions,
  type RawMessage,
} from './envelope-codec.ts';
export { JetStreamBus, type JetStreamBusOptions } from './jetstream-bus.ts';
export { JetStreamContext } from './jetstream-context.ts';
export { JetStreamServer, type JetStreamServerOptions } from './jetstream-server.ts';
export type { PulledMessage } from './pulled-message.ts';
export {
  Publisher,
  PublishError,
  type PublisherOptions,
  type PublishFailure,
  type Receipt,
} from './publisher.ts';
export { QueryClient, QueryError, type QueryFailure } from './query-client.ts';
export {
  Answers,
  QueryFilter,
  QueryServer,
  queryTransport,
  type QueryTransportOptions,
} from './query-server.ts';
export { ensureTopology, findDrift, TopologyDrift, type OnDrift } from './topology.ts';
