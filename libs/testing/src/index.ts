export { type EventStoreInUse, useEventStore } from './use-event-store.ts';
export {
  ensureRole,
  testDatabase,
  withClient,
  type DatabaseTemplate,
  type Role,
  type TestDatabase,
} from './test-database.ts';
export { findNatsServer } from './nats-binary.ts';
export { freePort } from './free-port.ts';
export { leakGuard } from './leak-guard.ts';
export { startNatsServer, type NatsOptions, type NatsServer } from './nats-server.ts';
export { findPdnsServer, startPdnsServer, type PdnsServer } from './pdns-server.ts';
export { ServerProcess, type ServerProgram } from './server-process.ts';
export { startPostgres, type PostgresOptions, type PostgresServer } from './postgres-server.ts';
export {
  discardOwnServers,
  sharedNats,
  sharedPostgres,
  type SharedNatsServer,
  type SharedServer,
} from './shared-servers.ts';
export { until, type UntilOptions } from './until.ts';
export { useDatabase, type DatabaseInUse } from './use-database.ts';
export { useNats, type NatsInUse } from './use-nats.ts';
export { contractSuite, type Opened } from './contract-suite.ts';
export { deciderSpec, type Given, type When } from './decider-spec.ts';
export {
  sagaChecks,
  sagaSpec,
  type SagaCheck,
  type SagaRun,
  type SagaRunOptions,
  type SagaStep,
  type SagaUnderTest,
} from './saga-spec.ts';
