import { inspect, isDeepStrictEqual } from 'node:util';
import { Rejection, type Command, type Decider, type Event } from '@ferrule/kernel';
import { jestScope } from './jest-scope.ts';

export interface Given<C extends Command, E extends Event, State> {
  when(command: C): When<E>;
  /** What the decider remembers after these events. */
  state(): State;
}

export interface When<E extends Event> {
  /** Exactly these events, in this order; none at all means "already done". */
  then(...events: readonly E[]): void;
  thenRejects(code: string): void;
}

/**
 * `given(...events).when(command).then(...events)` for a decider. Beside the answer it checks what
 * every decider owes: the same answer when asked twice, no state or message changed in place, and
 * an `evolve` that takes the events it made. A `when` that no expectation follows fails its spec.
 */
export function deciderSpec<C extends Command, E extends Event, State>(
  decider: Decider<C, E, State>,
): (...events: readonly E[]) => Given<C, E, State> {
  const { given, refuseForgotten } = scenarios(decider);
  jestScope().afterEach(refuseForgotten);
  return given;
}

export interface Scenarios<C extends Command, E extends Event, State> {
  given(this: void, ...events: readonly E[]): Given<C, E, State>;
  /** Throws when a command was given since the last call and nothing was expected of it. */
  refuseForgotten(this: void): void;
}

export function scenarios<C extends Command, E extends Event, State>(
  decider: Decider<C, E, State>,
): Scenarios<C, E, State> {
  const forgotten = new Set<C>();
  return {
    given: (...events) => ({
      when: (command) => {
        forgotten.add(command);
        return {
          // `await` on this would hang; nothing of a decider is asynchronous.
          then: (...expected) => {
            forgotten.delete(command);
            jestScope()
              .expect(answerOf(decider, events, command))
              .toStrictEqual(expected);
          },
          thenRejects: (code) => {
            forgotten.delete(command);
            jestScope()
              .expect(rejectionOf(decider, events, command).code)
              .toBe(code);
          },
        };
      },
      state: () => fold(decider, events),
    }),
    refuseForgotten: () => {
      const [command] = forgotten;
      forgotten.clear();
      if (command === undefined) return;
      throw new Error(
        `when(${command.type}) is followed by no then(...): this spec can never fail`,
      );
    },
  };
}

function answerOf<C extends Command, E extends Event, State>(
  decider: Decider<C, E, State>,
  events: readonly E[],
  command: C,
): readonly E[] {
  const { decide } = decider;
  const state = fold(decider, events);
  const answer = untouched(state, () => decide(frozen(command), state), `decide(${command.type})`);
  const again = decide(command, state);
  if (!isDeepStrictEqual(again, answer)) {
    throw new Error(
      `decide(${command.type}) answers ${show(answer)} first and then ${show(again)}`,
    );
  }
  fold(decider, [...events, ...answer]); // it must be able to take what it gave
  return answer;
}

function rejectionOf<C extends Command, E extends Event, State>(
  decider: Decider<C, E, State>,
  events: readonly E[],
  command: C,
): Rejection {
  const state = fold(decider, events);
  return untouched(
    state,
    () => {
      let answer: readonly E[];
      try {
        answer = decider.decide(frozen(command), state);
      } catch (error) {
        if (error instanceof Rejection) return error;
        throw error;
      }
      throw new Error(`${command.type} should be rejected, and led to ${show(answer)}`);
    },
    `decide(${command.type})`,
  );
}

function fold<C extends Command, E extends Event, State>(
  { initial, evolve }: Decider<C, E, State>,
  events: readonly E[],
): State {
  return events.reduce(
    (state, event) => untouched(state, () => evolve(state, frozen(event)), `evolve(${event.type})`),
    initial,
  );
}

function untouched<T>(state: unknown, act: () => T, name: string): T {
  const before = show(state);
  const result = act();
  const after = show(state);
  if (before === after) return result;
  throw new Error(`${name} changed the state in place, from ${before} to ${after}`);
}

function show(value: unknown): string {
  return inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null });
}

/** Whoever writes into a message, or keeps one to write into it later, gets a TypeError. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
