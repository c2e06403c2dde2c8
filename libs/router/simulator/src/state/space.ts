import type { Unique } from '../menu/menu.ts';
import { Buckets } from './bucket.ts';
import type { Row } from './row.ts';

/** Menus that draw their ids from one counter and find each other's rows by name. */
export class Space {
  readonly path: string;
  readonly rows = new Map<number, Row>();
  readonly names = new Buckets<string, Row>();
  readonly #uniques = new Map<Unique, Buckets<string, Row>>();
  nextId: number;

  constructor(path: string, firstId = 1) {
    this.path = path;
    this.nextId = firstId;
  }

  /** Menus whose rule is the very same share its index. */
  uniqueIndex(unique: Unique): Buckets<string, Row> {
    let index = this.#uniques.get(unique);
    if (index === undefined) {
      index = new Buckets();
      this.#uniques.set(unique, index);
    }
    return index;
  }
}
