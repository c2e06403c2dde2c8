/** So many of the newest: whoever comes then takes the place of the one that was put longest ago. */
export class Newest<Value> {
  readonly #values = new Map<string, Value>();

  constructor(private readonly most: number) {}

  get(name: string): Value | undefined {
    return this.#values.get(name);
  }

  put(name: string, value: Value): void {
    // What was put longest ago is in front.
    this.#values.delete(name);
    this.#values.set(name, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.most && oldest !== undefined) this.#values.delete(oldest);
  }

  drop(name: string): void {
    this.#values.delete(name);
  }
}
