import type { RowChange } from '@ferrule/event-store';
import type { Shortage } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';

/** What an import wants of an allocation or a release beside what everybody does. */
export interface Extras {
  readonly rows?: readonly RowChange[];
  /** Refused with a rejection and not with an event; given back at once and not after a quarantine. */
  readonly strict?: true;
}

/** For who has somebody waiting for an answer and nothing to record. */
export const refusalOf = ({ code, message, ...detail }: Shortage): Rejection =>
  new Rejection(code, message, detail);
