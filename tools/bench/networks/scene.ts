import type { BenchStack } from './bench-stack.ts';
import type { NetworkBuyer } from './network-buyer.ts';

/** A stack that is up, and somebody who asks it for networks. */
export interface Scene {
  readonly stack: BenchStack;
  readonly buyer: NetworkBuyer;
  readonly quick: boolean;
}
