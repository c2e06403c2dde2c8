export type { Decider } from './decider.ts';
export type { Envelope } from './envelope.ts';
export { type FieldNotes, type JsonSchema, objectSchema, orNull } from './json-schema.ts';
export type { Command, Event, Message, Meta } from './message.ts';
export { Rejection, type RejectionDetail } from './rejection.ts';
export { type Belonging, EVERYTHING, isWithin, type Scope, type Scoped } from './scope.ts';
