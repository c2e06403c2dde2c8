export { type Entity, openDatabase, poolOf } from './database.ts';
export { type Delivery, deliveryOf } from './delivery.ts';
export { isDisconnection } from './disconnection.ts';
export { askEventsFrom, eventsController } from './events-from.ts';
export { type Asked, readExecuteQuestion } from './execute-question.ts';
export { migrate, migrateService, type MigrationTarget, sqlMigration } from './migrations.ts';
export { prepareDatabase, type SchemaOwner } from './prepare-database.ts';
export { Rounds, type RoundsOptions } from './rounds.ts';
export { type ServiceConfig, type ServiceDefinition, startService } from './start-service.ts';
export type { StorageDefinition } from './storage.ts';
export {
  narrowToScope,
  type Place,
  placesAfter,
  type ScopeColumns,
  withinScope,
} from './within-scope.ts';
