import type { RouterFailure } from '@ferrule/router-contracts';
import type { RouterCommand, RouterReply } from '../router-driver.ts';
import type { RouterFault } from '../router-error.ts';

/** Commands that may be sent side by side; the next batch follows when all of them are answered. */
export interface Batch {
  readonly commands: readonly RouterCommand[];
  /** Whether one of them changes the router. */
  readonly writes: boolean;
}

/** What became of one command. */
export type Answer =
  | { readonly reply: RouterReply }
  /** The router refused it. Even so it can have changed something. */
  | { readonly trap: { readonly message: string; readonly category: number | null } }
  /** It was sent and nothing was heard: it happened, or it did not, or it will. */
  | { readonly unknown: RouterFault }
  /** It never left, and nothing that follows will: too late, taken back, nobody reached. */
  | { readonly unsent: RouterFailure };

/**
 * What is to be asked of a router, and what follows from its answers. Whoever drives it gives the
 * answers of a batch back in the order of its commands, and sees to deadlines and cancellation: what
 * must not be sent any more is answered as `unsent`, and the dialogue comes to its end by itself.
 */
export type Dialogue<Result> = Generator<Batch, Result, readonly Answer[]>;
