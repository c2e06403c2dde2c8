import type { DatacenterProfile, RouterEntry } from '@ferrule/inventory-contracts';

/** A router as its gateway logs in to it: the password is in the clear, and nowhere else. */
export type KnownRouter = RouterEntry;

/** Which routers the gateway reaches, and how their datacenter is built. Answers from memory. */
export interface RouterDirectory {
  readonly routers: readonly KnownRouter[];
  /** Throws while nobody has told; there are no routers then either. */
  readonly datacenter: DatacenterProfile;
  /** Whether there is certainly no such router, or none any more. */
  isStranger(router: string): boolean;
  /** Calls back after every change, until the returned function is called. */
  watch(changed: () => void): () => void;
}

export const ROUTER_DIRECTORY = Symbol('ROUTER_DIRECTORY');
