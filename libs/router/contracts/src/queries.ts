import type { Attributes, Plan, RouterFailure } from './plan.ts';
import type { Wish } from './wish.ts';

/** `preview`: what a plan would be. Nothing is remembered, nothing is written. */
export interface PreviewQuestion {
  readonly tag: string;
  readonly wish: Wish | null;
}
export type Preview =
  | { readonly plan: Plan; readonly failure: null }
  | { readonly plan: null; readonly failure: RouterFailure };

/** `probe`: whether a router answers, and what it says of itself. */
export interface Probe {
  readonly status: 'reachable' | 'unreachable';
  readonly version: string | null;
  readonly board: string | null;
  readonly identity: string | null;
  readonly uptime: string | null;
  readonly failure: string | null;
  /** How long the answer took. */
  readonly milliseconds: number;
  readonly at: string;
}

/** Where a page begins and how long it is; `after` is the `next` of the page before. */
export interface PageQuestion {
  readonly after?: string;
  /** 100 by default, 500 at most. */
  readonly limit?: number;
}

/** `discover`: what a router is, and its interfaces. */
export interface Discovery {
  readonly version: string;
  readonly board: string;
  readonly architecture: string;
  readonly identity: string;
  readonly interfaces: readonly Attributes[];
  readonly next: string | null;
}

/** `read`: the rows of one menu; values that are secret come sealed. */
export interface ReadQuestion extends PageQuestion {
  readonly path: string;
  /** In the router's notation: `?comment=nnc-provisioned-net-1`. */
  readonly query?: readonly string[];
}
export interface Rows {
  readonly rows: readonly Attributes[];
  readonly next: string | null;
}

/** `snapshot`: every menu that is provisioned, one after the other. Pages are no single moment. */
export interface SnapshotPage {
  readonly rows: readonly { readonly path: string; readonly row: Attributes }[];
  readonly next: string | null;
}
