/** One row or several under a key; a set only where there are several, for most of a hundred thousand keys have one row each. */
export class Buckets<K, V extends object> {
  readonly #entries = new Map<K, V | Set<V>>();

  add(key: K, value: V): void {
    const found = this.#entries.get(key);
    if (found === undefined) this.#entries.set(key, value);
    else if (found instanceof Set) found.add(value);
    else this.#entries.set(key, new Set([found, value]));
  }

  delete(key: K, value: V): void {
    const found = this.#entries.get(key);
    if (found instanceof Set) {
      found.delete(value);
      if (found.size === 0) this.#entries.delete(key);
    } else if (found === value) this.#entries.delete(key);
  }

  get(key: K): Iterable<V> {
    const found = this.#entries.get(key);
    if (found === undefined) return [];
    return found instanceof Set ? found : [found];
  }
}
