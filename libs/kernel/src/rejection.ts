export interface RejectionDetail {
  /** What failed, in a few words for people; where it is absent the code has to do. */
  readonly title?: string;
  /** The field of the command that is wrong, as its sender wrote it: `options.firewallProfile`. */
  readonly field?: string;
  /** What the sender can do about it. */
  readonly suggestion?: string;
  readonly [fact: string]: unknown;
}

/**
 * A command that should never have been sent. It is answered and never tried again; machinery that
 * fails is an `Error` instead, and is tried again.
 */
export class Rejection extends Error {
  override readonly name = 'Rejection';

  constructor(
    readonly code: string,
    message: string,
    readonly detail: RejectionDetail = {},
  ) {
    super(message);
  }
}
