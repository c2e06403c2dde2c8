import type { Router } from '../router.ts';
import type { Value } from './value.ts';

interface Cell {
  value: Value;
}

const globalsOfRouters = new WeakMap<Router, Map<string, Cell>>();

const globalsOf = (router: Router): Map<string, Cell> => {
  let globals = globalsOfRouters.get(router);
  if (globals === undefined) {
    globals = new Map();
    globalsOfRouters.set(router, globals);
  }
  return globals;
};

/** What is visible at a place. A global is only where it was declared. */
export class Scope {
  readonly #outer: Scope | undefined;
  readonly #cells = new Map<string, Cell>();

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  declare(name: string, value: Value): void {
    this.#cells.set(name, { value });
  }

  /** Without a value it keeps the one that it has. */
  declareGlobal(router: Router, name: string, value?: { readonly is: Value }): void {
    const globals = globalsOf(router);
    const cell = globals.get(name) ?? { value: undefined };
    if (value !== undefined) cell.value = value.is;
    globals.set(name, cell);
    this.#cells.set(name, cell);
  }

  find(name: string): Cell | undefined {
    return this.#cells.get(name) ?? this.#outer?.find(name);
  }
}
