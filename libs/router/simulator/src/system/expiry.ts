import { withdraw } from '../command/write-rows.ts';
import { writeDuration } from '../menu/number-types.ts';
import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';

/** Beside what a row holds: the uptime at which it is gone. Values that begin with a dot are shown to nobody. */
const name = '.until';

/** Rows that come with a time to live. A router keeps them in memory only, so they are never saved. */
export class Expiry {
  readonly #router: Router;
  readonly #rows = new Set<Row>();
  /** Nothing ends before. */
  #next = Infinity;

  constructor(router: Router) {
    this.#router = router;
    router.state.onChange(({ kind, row }) => {
      if (kind === 'removed') this.#rows.delete(row);
      else this.#follow(row);
    });
  }

  /** What to put into the values of a row that is to go in so many milliseconds. */
  after(milliseconds: number): readonly [name: string, value: string] {
    return [name, String(this.#router.uptime + milliseconds)];
  }

  /** Removes what has come to its end; done before every command. */
  sweep(): void {
    if (this.#rows.size === 0 || this.#router.uptime < this.#next) return;
    this.#next = Infinity;
    for (const row of [...this.#rows]) {
      const until = Number(row.values.get(name));
      if (until <= this.#router.uptime) withdraw(row, this.#router);
      else this.#next = Math.min(this.#next, until);
    }
  }

  #follow(row: Row): void {
    const until = row.values.get(name);
    if (until === undefined) {
      this.#rows.delete(row);
      return;
    }
    this.#rows.add(row);
    this.#next = Math.min(this.#next, Number(until));
  }
}

export const stays = (values: Map<string, string>): void => {
  values.delete(name);
};

export const isPassing = ({ values }: Row): boolean => values.has(name);

/** `9m58s`; undefined for a row that stays. */
export const timeLeft = ({ values }: Row, { uptime }: Router): string | undefined => {
  const until = values.get(name);
  if (until === undefined) return undefined;
  return writeDuration(Math.ceil(Math.max(Number(until) - uptime, 0) / 1000) * 1000);
};
