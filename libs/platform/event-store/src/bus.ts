import type { Envelope } from '@ferrule/kernel';

export interface BusMessage {
  /** Where on the bus it goes, built by a function of the context's contracts. */
  readonly to: string;
  readonly envelope: Envelope;
}

export interface Published {
  /** How many messages, counted from the first, the bus holds for certain. */
  readonly acknowledged: number;
  /** The bus's own number of the last of them; 0 when there is none. */
  readonly busSequence: number;
  /** Why the rest was not acknowledged. */
  readonly failure?: Error;
}

/** What the bus's stream says of itself; it changes when somebody deleted or rebuilt it. */
export interface BusPosition {
  /** When the stream was created, as the bus writes it. */
  readonly created: string;
  readonly lastSequence: number;
  /** Our newest message that the stream still holds. */
  readonly newest: {
    readonly sequence: number;
    readonly id: string;
    /** The bus's own number of it. */
    readonly busSequence: number;
  } | null;
  /** How long the stream keeps a message; 0 for ever. */
  readonly retentionMs: number;
  /** Since the last look the bus was out of reach: what it took shortly before may be gone. */
  readonly interrupted?: boolean;
}

/** The road from the store to its readers. It may lose everything it holds: the store fills it again. */
export interface Bus {
  /**
   * Publishes in the order given, many at a time, and never rejects for a message that failed. When
   * the bus was out of reach it takes nothing before the next `inspect`: what it then holds shows
   * what it lost, and the first new message would hide that.
   */
  publish(messages: readonly BusMessage[]): Promise<Published>;
  /** `subjects` is the wildcard under which the store's events travel: `evt.ipam.>`. */
  inspect(subjects: string): Promise<BusPosition>;
}
