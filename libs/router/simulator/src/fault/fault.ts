/** Which commands a fault meets; what is left out matches everything. */
export interface Match {
  /** Connections are counted from 1 over the life of the simulator. */
  readonly connection?: number;
  readonly user?: string;
  /** `/ip/address`, or `/ip/firewall/*` for everything beneath. */
  readonly path?: string;
  readonly verb?: string;
  /** Only commands that change something, or only those that do not. */
  readonly write?: boolean;
  /** Only the n-th command that matches, counted from 1 since the fault was set. */
  readonly nth?: number;
  /** How often it strikes before it is over. */
  readonly times?: number;
}

/** Where a connection breaks: the command never ran; it ran and nobody hears of it; in the midst of its reply. */
export type BreakPoint = 'arrival' | 'done' | 'reply';

interface Wait {
  readonly ms: number;
  /** Up to so much more, differently for each command. */
  readonly jitterMs?: number;
}

interface Break {
  readonly at?: BreakPoint;
  /** How much of the reply still goes out, for `reply`. */
  readonly bytes?: number;
}

interface Outage {
  /** Back to what was last saved. */
  readonly lose?: boolean;
  /** So long new connections are reset. */
  readonly downMs?: number;
}

/** What befalls a command. */
export type CommandFault =
  | ({ readonly do: 'delay' } & Wait)
  | ({ readonly do: 'late' } & Wait)
  | { readonly do: 'silence'; readonly run?: boolean }
  | { readonly do: 'refuse'; readonly message?: string; readonly category?: number }
  | { readonly do: 'fatal'; readonly reason?: string }
  | ({ readonly do: 'reset' } & Break)
  | ({ readonly do: 'end' } & Break)
  | ({ readonly do: 'reboot' } & Outage)
  | ({ readonly do: 'crash' } & Outage)
  | {
      readonly do: 'say';
      readonly sentences: readonly (readonly string[])[];
      readonly run?: boolean;
    }
  | { readonly do: 'rights'; readonly without: readonly string[] }
  | { readonly do: 'full-disk'; readonly message?: string }
  | {
      readonly do: 'administrator';
      readonly commands: readonly (readonly string[])[];
      readonly when?: 'before' | 'after';
    }
  | {
      readonly do: 'clamp';
      readonly burst?: number;
      readonly perSecond?: number;
      /** Every so many commands the router stands still. */
      readonly stallEvery?: number;
      readonly stallMs?: number;
    }
  | { readonly do: 'tags'; readonly order: 'first' | 'last' | 'alternate' };

/** What befalls everything that a connection sends. */
export type LineFault =
  | ({ readonly do: 'latency' } & Wait)
  | {
      readonly do: 'split';
      readonly size?: number;
      /** The last byte of a reply, the end of its sentence, comes in a segment of its own. */
      readonly lastByteApart?: boolean;
      readonly pauseMs?: number;
    };

export type Fault = (CommandFault | LineFault) & Match;
export type FaultKind = Fault['do'];

export type LineFaultWithMatch = LineFault & Match;
export type CommandFaultWithMatch = CommandFault & Match;

export const isLineFault = (fault: Fault): fault is LineFaultWithMatch =>
  fault.do === 'latency' || fault.do === 'split';
