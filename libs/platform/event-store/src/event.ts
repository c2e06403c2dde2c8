import type { Event, Meta } from '@ferrule/kernel';

/** An event as somebody wants it recorded. */
export interface NewEvent extends Event {
  readonly id?: string;
  /** The version of the shape of `data`; 1 unless said otherwise. */
  readonly schemaVersion?: number;
}

/** An event as it stands in its stream. `data` has today's shape: old ones are upcast on the way. */
export interface RecordedEvent<E extends Event = Event> {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly meta: Meta;
  /** When it was recorded, by the database's clock. */
  readonly at: string;
}

/** An event in the one order that every reader sees. */
export interface SealedEvent<E extends Event = Event> extends RecordedEvent<E> {
  readonly seq: number;
}
