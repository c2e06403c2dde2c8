import type { Command, Decider, Event, Meta } from '@ferrule/kernel';
import {
  type Append,
  type Appended,
  type ExpectedVersion,
  type NewCommand,
  type RowChange,
  WrongExpectedVersion,
} from './append.ts';
import type { PgEventStore, Snapshots } from './pg-event-store.ts';

export interface Handling<C extends Command, E extends Event, State> {
  readonly stream: string;
  readonly decider: Decider<C, E, State>;
  readonly command: C;
  readonly meta: Meta;
  readonly once?: Append['once'];
  readonly answers?: string;
  readonly snapshots?: Snapshots;
  /** What else goes into the same transaction, given what was decided. */
  effects?(
    this: void,
    events: readonly E[],
    state: State,
  ): { readonly commands?: readonly NewCommand[]; readonly rows?: readonly RowChange[] };
}

export interface Handled<E extends Event, State> extends Appended {
  readonly events: readonly E[];
  readonly state: State;
}

const ATTEMPTS = 10;

/** Load, decide, append; and again from the start when another writer was faster. */
export const handle = async <C extends Command, E extends Event, State>(
  store: PgEventStore,
  handling: Handling<C, E, State>,
): Promise<Handled<E, State>> => {
  const { stream, decider, command, meta, once, answers } = handling;
  for (let attempt = 1; ; attempt += 1) {
    const { state, version } = await store.load(stream, decider, handling.snapshots);
    const events = decider.decide(command, state);
    const after = events.reduce(decider.evolve, state);
    const expected: ExpectedVersion = version === 0 ? 'none' : { at: version };
    try {
      const appended = await store.append({
        stream,
        expected,
        events,
        meta,
        ...(once && { once }),
        ...(answers !== undefined && { answers }),
        ...handling.effects?.(events, after),
      });
      return { ...appended, events, state: after };
    } catch (error) {
      if (!(error instanceof WrongExpectedVersion) || attempt === ATTEMPTS) throw error;
    }
  }
};
