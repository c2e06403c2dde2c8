import type { RouterDriver } from '@ferrule/router-domain';
import type { RouterOsAddress } from '@ferrule/routeros';

/** A router that somebody can reach, and drivers that are closed after the spec. */
export interface Ground {
  readonly address: RouterOsAddress;
  readonly driver: RouterDriver;
  /** Another driver of the same kind, for another user or another way to the router. */
  readonly open: (address?: Partial<RouterOsAddress>) => RouterDriver;
}

export interface Property<Place extends Ground = Ground> {
  /** What holds, as the rest of a sentence about a driver. */
  readonly name: string;
  readonly holds: (ground: Place) => Promise<void>;
}
