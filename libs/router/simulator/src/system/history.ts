import type { Call } from '../command/call.ts';
import { failure } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';
import type { Change } from '../state/state.ts';

/** As many actions as a router remembers. */
const remembered = 100;

/** Not configuration, so there is no way back. */
const unrecorded: ReadonlySet<string> = new Set(['/file']);

const path = '/system/history';

const deeds = { add: 'added', remove: 'removed', move: 'moved' } as const;

const deedOf = (verb: string) => (verb in deeds ? deeds[verb as keyof typeof deeds] : 'changed');

/** `address added` */
const actionOf = ({ path: menu, verb }: Call) =>
  `${menu.slice(menu.lastIndexOf('/') + 1).replaceAll('-', ' ')} ${deedOf(verb)}`;

/** One command, and what takes it back; once it is undone, what does it again. */
export interface Step {
  readonly call: Call;
  /** Made while somebody held safe mode. */
  readonly isSafe: boolean;
  changes: readonly Change[];
}

const steps = new WeakMap<Row, Step>();

export const stepOf = (row: Row): Step | undefined => steps.get(row);

/** What the newest commands changed. Its rows in `/system/history` are the list; so safe mode takes them back as well. */
export class History {
  readonly #router: Router;
  #recording: Change[] | undefined;

  constructor(router: Router) {
    this.#router = router;
    router.state.onChange((change) => this.#recording?.push(change));
  }

  /** Does the work of a command, and remembers what came of it. */
  record<T>(call: Call, work: () => T): T {
    if (unrecorded.has(call.path)) return work();
    const changes: Change[] = [];
    this.#recording = changes;
    try {
      return work();
    } finally {
      this.#recording = undefined;
      if (changes.length > 0) this.#remember(call, changes);
    }
  }

  undo(): void {
    const last = this.#rows.findLast((row) => row.values.get('undoable') === 'true');
    if (last === undefined) throw failure('nothing to undo');
    this.#turn(last, 'redoable');
  }

  redo(): void {
    const first = this.#rows.find((row) => row.values.get('redoable') === 'true');
    if (first === undefined) throw failure('nothing to redo');
    this.#turn(first, 'undoable');
  }

  get #rows(): Row[] {
    const { state } = this.#router;
    return state.has(path) ? [...state.table(path)] : [];
  }

  #remember(call: Call, changes: readonly Change[]): void {
    const { state, housing } = this.#router;
    if (!state.has(path)) return;
    const table = state.table(path);
    // What was undone cannot be done again after something else.
    for (const row of this.#undone()) state.remove(row);
    const row = state.insert(
      table,
      new Map([
        ['action', actionOf(call)],
        ['by', call.asker.user],
        ['policy', 'write'],
        ['time', this.#router.now()],
        ['undoable', 'true'],
      ]),
      { dynamic: true },
    );
    steps.set(row, { call, changes, isSafe: housing.isSafe() });
    const oldest = table.only;
    if (table.size > remembered && oldest !== undefined) state.remove(oldest);
  }

  /** The newest rows, as far as they are undone. */
  #undone(): readonly Row[] {
    const rows: Row[] = [];
    let row = this.#router.state.table(path).last;
    for (; row?.values.get('redoable') === 'true'; row = row.previous) rows.push(row);
    return rows;
  }

  #turn(row: Row, into: 'undoable' | 'redoable'): void {
    const { state } = this.#router;
    const step = steps.get(row);
    if (step === undefined) return;
    const back: Change[] = [];
    this.#recording = back;
    try {
      for (const change of step.changes.toReversed()) state.undo(change);
    } finally {
      this.#recording = undefined;
    }
    step.changes = back;
    state.write(row, [
      ['undoable', into === 'undoable' ? 'true' : undefined],
      ['redoable', into === 'redoable' ? 'true' : undefined],
    ]);
  }
}
