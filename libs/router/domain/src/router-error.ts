/** What stood in the way of an answer. */
export type RouterFault =
  /** The router refused it: see `RouterTrap`. */
  | 'REFUSED'
  /** It cannot be written as a command of the router's API. */
  | 'BAD_COMMAND'
  /** Whoever sent it took it back. */
  | 'CANCELLED'
  | 'TIMED_OUT'
  /** The connection ended before the answer did. */
  | 'LOST'
  | 'UNREACHABLE'
  | 'LOGIN_REFUSED'
  /** The router's certificate is not the one expected, or nobody vouches for it. */
  | 'UNTRUSTED'
  /** What came is no reply of the router's API, or belongs to no command that can be told. */
  | 'UNREADABLE'
  | 'REPLY_TOO_LARGE'
  /** The driver was closed. */
  | 'CLOSED';

export interface RouterErrorFacts {
  /** Whether the router may have received the command, and so may have carried it out. */
  readonly sent: boolean;
  readonly cause?: unknown;
}

/** A command got no answer that counts. What was `sent` may have taken effect: read back before trying again. */
export class RouterError extends Error {
  readonly code: RouterFault;
  readonly sent: boolean;

  constructor(code: RouterFault, message: string, { sent, ...cause }: RouterErrorFacts) {
    super(message, cause);
    this.name = 'RouterError';
    this.code = code;
    this.sent = sent;
  }
}

/**
 * RouterOS' own numbers: 0 missing item or command, 1 argument value, 2 interrupted, 3 scripting,
 * 4 general, 5 API, 6 terminal, 7 value of `:return`. It often leaves the number out.
 */
export type TrapCategory = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface Trap {
  /** To the letter, as the router said it. */
  readonly message: string;
  readonly category?: TrapCategory;
}

/** The router's own refusal. Even a refused command can have changed something. */
export class RouterTrap extends RouterError {
  /** Every refusal of the command, in order; the first one is the error's message and category. */
  readonly traps: readonly [Trap, ...Trap[]];
  readonly category: TrapCategory | undefined;

  constructor(traps: readonly [Trap, ...Trap[]]) {
    super('REFUSED', traps[0].message, { sent: true });
    this.name = 'RouterTrap';
    this.traps = traps;
    this.category = traps[0].category;
  }
}
