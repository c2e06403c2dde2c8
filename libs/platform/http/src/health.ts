import { Injectable, Logger } from '@nestjs/common';

/** Throws when what it looks at does not work; what it returns is shown. */
export type HealthCheck = () => Promise<Readonly<Record<string, unknown>> | undefined>;

export interface CheckResult {
  readonly status: 'up' | 'down';
  readonly ms: number;
  /** An error's code or name, never its message: anybody may read this. */
  readonly reason?: string;
  readonly [fact: string]: unknown;
}

export interface Readiness {
  readonly status: 'ready' | 'not ready' | 'draining';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

interface Registered {
  readonly check: HealthCheck;
  readonly timeoutMs: number;
  /** A check that hangs is not started again beside itself. */
  running?: ReturnType<HealthCheck>;
}

class CheckTimeout extends Error {
  override readonly name = 'timeout';
}

const within = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CheckTimeout(`no result within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const reasonOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return 'failed';
  const code: unknown = Reflect.get(error, 'code');
  const name: unknown = Reflect.get(error, 'name');
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'failed';
};

/** Whether this service can do its work now, as those who send it work should know. */
@Injectable()
export class Health {
  readonly #log = new Logger('Health');
  readonly #checks = new Map<string, Registered>();
  readonly #drain = new AbortController();
  readonly #down = new Set<string>();

  add(name: string, check: HealthCheck, { timeoutMs = 2_000 }: { timeoutMs?: number } = {}): void {
    if (this.#checks.has(name)) throw new TypeError(`there is a health check "${name}" already`);
    this.#checks.set(name, { check, timeoutMs });
  }

  /** From now on not ready, for good. */
  drain(): void {
    this.#drain.abort();
  }

  /** Fires when the service was told to stop; answers without an end must end then. */
  get draining(): AbortSignal {
    return this.#drain.signal;
  }

  async readiness(): Promise<Readiness> {
    const results = await Promise.all(
      [...this.#checks].map(async ([name, one]) => [name, await this.#run(name, one)] as const),
    );
    const isUp = results.every(([, { status }]) => status === 'up');
    const status = this.draining.aborted ? 'draining' : isUp ? 'ready' : 'not ready';
    return { status, checks: Object.fromEntries(results) };
  }

  async #run(name: string, one: Registered): Promise<CheckResult> {
    const start = performance.now();
    const ms = () => Math.round(performance.now() - start);
    try {
      one.running ??= one.check().finally(() => {
        delete one.running;
      });
      const facts = await within(one.running, one.timeoutMs);
      if (this.#down.delete(name)) this.#log.log(`${name} is up again`);
      return { ...facts, status: 'up', ms: ms() };
    } catch (error) {
      // Once per outage: probes come every few seconds.
      if (!this.#down.has(name)) this.#log.warn(`${name} is down`, error);
      this.#down.add(name);
      return { status: 'down', ms: ms(), reason: reasonOf(error) };
    }
  }
}
