import { failure } from '../menu/trap.ts';
import type { Change, State } from '../state/state.ts';

/** What the router remembers; one more, and safe mode is left with nothing undone. */
const remembered = 100;

/** Where rows come and go that nobody configured, and that no undoing brings back. */
const happenings = new Set(['/ip/service', '/ip/dhcp-server/lease', '/log']);

interface Hold {
  readonly owner: object;
  readonly user: string;
  readonly state: State;
  readonly changes: Change[];
  readonly stop: () => void;
}

/** One holder a router; whatever anybody changes meanwhile is undone with it. */
export class SafeMode {
  #hold: Hold | undefined;

  get user(): string | undefined {
    return this.#hold?.user;
  }

  isHeldBy(owner: object): boolean {
    return this.#hold?.owner === owner;
  }

  take(owner: object, user: string, state: State, onError = 'abort'): void {
    if (this.isHeldBy(owner)) return;
    if (this.#hold !== undefined) {
      if (onError === 'unroll') this.unroll();
      else if (onError === 'release') this.release();
      else throw failure('safe mode already taken');
    }
    const changes: Change[] = [];
    let actions = 0;
    const stop = state.onChange((change) => {
      const { dynamic, table } = change.row;
      if (dynamic && happenings.has(table.menu.path)) return;
      changes.push(change);
      if (dynamic) return;
      actions += 1;
      if (actions > remembered) this.release();
    });
    this.#hold = { owner, user, state, changes, stop };
  }

  release(): void {
    this.#hold?.stop();
    this.#hold = undefined;
  }

  unroll(): void {
    const hold = this.#hold;
    if (hold === undefined) return;
    this.release();
    for (const change of hold.changes.toReversed()) hold.state.undo(change);
  }

  /** A connection that ends without having released takes its changes back. */
  disconnected(owner: object): void {
    if (this.isHeldBy(owner)) this.unroll();
  }
}
