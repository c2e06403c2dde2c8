import type { Append } from '@ferrule/event-store';
import type { Cidr } from '@ferrule/ipam-domain';
import type { Delivery } from '@ferrule/service';
import type { Ground } from './ground.ts';

/** VLANs of a group that a piece of work may take. */
export interface VlanNeed {
  readonly groupId: string;
  /** This one; otherwise some of the lowest. */
  readonly wanted?: number;
  /** If it is free, rather than the lowest. */
  readonly preferred?: number;
  /** Whose aligned blocks are looked at. */
  readonly alignedIn?: { readonly space: number; readonly length: number };
}

/**
 * One thing to be done in spaces, decided while their locks are held. What it needs to see of them
 * is said beforehand, so that everything that waits is read at once.
 */
export interface Work<Answer> {
  /** Their numbers. */
  readonly spaces: readonly number[];
  readonly streams: readonly string[];
  /** A block of this length, by whatever policy. */
  readonly takes: readonly { readonly space: number; readonly length: number }[];
  /** Blocks that are wanted themselves, or given back. */
  readonly touches: readonly { readonly space: number; readonly block: Cidr }[];
  readonly vlans?: VlanNeed;
  /** Where this network has its addresses. */
  readonly addressesOf?: string;
  /** Of whose quota it takes or gives back. */
  readonly tenant?: string;
  readonly once?: Delivery['once'];
  /**
   * Throws before it has taken anything, or not at all: another piece of work may share its
   * transaction.
   */
  decide(this: void, ground: Ground): Decision<Answer>;
}

export interface Decision<Answer> {
  readonly appends: readonly Append[];
  readonly answer: Answer;
}
