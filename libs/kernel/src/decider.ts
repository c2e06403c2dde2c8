import type { Command, Event } from './message.ts';

/**
 * A pure function from command and state to events. `[]` means "already done", which is what makes
 * at-least-once delivery safe; a command that should never have been sent throws a `Rejection`.
 */
export interface Decider<C extends Command, E extends Event, State> {
  readonly initial: State;
  decide(this: void, command: C, state: State): readonly E[];
  evolve(this: void, state: State, event: E): State;
}
