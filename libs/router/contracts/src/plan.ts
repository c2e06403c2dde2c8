/** Names and values as the router writes them: everything is text. A value that is not set is absent. */
export type Attributes = Readonly<Record<string, string>>;

/** The eight phases of the provisioning engine, by their number. */
export type Phase = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Where a row of an ordered menu stands: before the row that has these values, or last. */
export type Place = { readonly before: Attributes } | 'last';

/**
 * One row of a router, as it is and as it is to be. Only the values that are at stake are named, in
 * the spelling in which the router reads them back. Turned round it is its own undo.
 */
export interface Change {
  readonly path: string;
  /** Null: there is no such row. */
  readonly before: Attributes | null;
  /** Null: there is to be no such row. */
  readonly after: Attributes | null;
  /** Where it stands and is to stand, in an ordered menu. */
  readonly moved?: { readonly from: Place; readonly to: Place };
  /** False: its failure is a warning, and the rest goes on. */
  readonly critical: boolean;
}

/** What is applied by one command: the changes of one phase, and those of later ones that it needs. */
export interface Stage {
  /** `activation` enables, after everything else, what was made disabled; `deactivation` comes first on removal. */
  readonly phase: Phase | 'activation' | 'deactivation';
  /** In the order in which they can be written. */
  readonly changes: readonly Change[];
}

export interface Plan {
  readonly stages: readonly Stage[];
  readonly warnings: readonly string[];
}

/** What became of one change. */
export type ChangeOutcome =
  /** Written, and read back. */
  | 'done'
  /** It was so already. */
  | 'already'
  /** An earlier failure kept it from being tried. */
  | 'not_tried'
  | 'failed';

export interface ChangeReport {
  readonly path: string;
  /** The natural key of the row, for people: `name=vlan150`. */
  readonly row: string;
  readonly outcome: ChangeOutcome;
  readonly failure?: RouterFailure;
}

/** Why something did not happen on a router. */
export interface RouterFailure {
  readonly code: RouterFailureCode;
  /** A sentence for people; for `ROUTER_REFUSED` with the router's own words in it. */
  readonly message: string;
  /** The path, or the field of the wish, that is at fault. */
  readonly field: string | null;
  readonly suggestion: string | null;
}

export type RouterFailureCode =
  /** Nothing was said by the router in time; nothing more was written. */
  | 'ROUTER_UNREACHABLE'
  /** The router said no, in its own words. */
  | 'ROUTER_REFUSED'
  /** The row is neither as it was nor as it is to be: somebody else changed it. */
  | 'ROUTER_CONFLICT'
  /** The router has the addresses or the VLAN already, for somebody else: nothing was written. */
  | 'ADDRESS_CONFLICT'
  /** It came too late: nothing was written, or nothing more. */
  | 'DEADLINE_EXCEEDED'
  /** Somebody took it back. */
  | 'CANCELLED'
  /** What was wished cannot be compiled: the field says what of it. */
  | 'WISH_REFUSED'
  /** The datacenter's base configuration is not on the router. */
  | 'DATACENTER_NOT_PREPARED'
  | 'ROUTER_NOT_FOUND';
