import type { DatacenterProfile, RouterEntry } from '@ferrule/inventory-contracts';

/** A router as its gateway logs in to it: the password is in the clear, and nowhere else. */
export type KnownRouter = RouterEntry;

/** Which routers the gateway reaches, and how their datacenter is built. Answers from memory. */
export interface RouterDirectory {
  find(router: string): KnownRouter | undefined;
  readonly routers: readonly KnownRouter[];
  readonly datacenter: DatacenterProfile;
  /** Calls back after every change, until the returned function is called. */
  watch(changed: () => void): () => void;
}

export const ROUTER_DIRECTORY = Symbol('ROUTER_DIRECTORY');
