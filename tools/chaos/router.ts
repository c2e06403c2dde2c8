export type Row = Readonly<Record<string, string>>;
export type Snapshot = Readonly<Record<string, readonly Row[]>>;
export interface MenuRow {
  readonly menu: string;
  readonly row: Row;
}

interface Printed {
  readonly rows: readonly Row[];
}

/** A simulated router of the stack, by its control port: no fault of its API is in the way. */
export class Router {
  readonly datacenter: string;
  readonly #control: string;

  constructor(datacenter: string, control: string) {
    this.datacenter = datacenter;
    this.#control = control;
  }

  async rows(): Promise<readonly MenuRow[]> {
    const snapshot = (await this.#ask('GET', '/snapshot')) as Snapshot;
    return Object.entries(snapshot).flatMap(([menu, rows]) => rows.map((row) => ({ menu, row })));
  }

  async print(menu: string): Promise<readonly Row[]> {
    return ((await this.run([`${menu}/print`])) as Printed).rows;
  }

  run(words: readonly string[]): Promise<unknown> {
    return this.#ask('POST', '/run', { words });
  }

  async fault(fault: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#ask('POST', '/faults', fault);
  }

  async heal(): Promise<void> {
    await this.#ask('DELETE', '/faults');
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#control}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
}

const TAG = 'nnc-provisioned-';

/** Whose row it is; undefined for those of the base configuration and of other people. */
export const networkOf = ({ comment = '' }: Row): string | undefined =>
  comment.startsWith(`${TAG}net-`) ? comment.slice(TAG.length) : undefined;
