import { errorCode, errorText } from './error-code.ts';
import { EXIT, Failure, problemFailure, readProblem, unreachable } from './failure.ts';

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** A no from the API that says it does not know what was asked about. */
export const isNotFound = (error: unknown): error is Failure =>
  error instanceof Failure && error.problem?.status === 404;

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
};

const reasonOf = (error: unknown): string => {
  const { cause } = Object(error) as { readonly cause?: unknown };
  // Several addresses were tried: each has a reason, and the first is as good as the last.
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  const code = errorCode(first);
  if (code !== undefined) return REASONS[code] ?? code;
  return first === undefined ? errorText(error) : errorText(first);
};

/** Whether what was asked may have arrived although no answer came. */
export const mayHaveArrived = (failure: Failure): boolean =>
  failure.exitCode === EXIT.unreachable && !/nothing listens|no such host/u.test(failure.message);

/** The HTTP API. What it refuses becomes a `Failure` with its problem document. */
export class ApiClient {
  constructor(
    readonly base: string,
    /** What to try when nobody answers. */
    private readonly advice: string,
    private readonly stop: AbortSignal,
  ) {}

  /** `T` is what the contracts say that this path answers. */
  async get<T>(path: string, query: Query = {}): Promise<T> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) search.set(name, String(value));
    return this.ask(search.size === 0 ? path : `${path}?${search.toString()}`, {});
  }

  async ask<T>(
    path: string,
    { method = 'GET', body, headers, timeoutMs = 15_000 }: Ask,
  ): Promise<T> {
    const { status, type, text } = await this.#fetch(path, {
      method,
      headers: {
        accept: 'application/json, application/problem+json',
        'user-agent': 'ferrule-cli',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([this.stop, AbortSignal.timeout(timeoutMs)]),
    });
    // 204: there is nothing to say.
    if (status === 204) return undefined as T;
    if (status < 400 && type.startsWith('application/json')) return JSON.parse(text) as T;
    const problem = readProblem(text);
    if (problem !== undefined) throw problemFailure(problem);
    throw unreachable(
      `${this.base} answered ${status}, but not as Ferrule's API does. ${this.advice}`,
    );
  }

  /** An answer that is read as it comes, until it ends or nobody wants it any more. */
  async open(
    path: string,
    headers: Readonly<Record<string, string>>,
    enough: AbortSignal,
  ): Promise<Response> {
    const response = await this.#reach(path, {
      headers: { 'user-agent': 'ferrule-cli', ...headers },
      signal: AbortSignal.any([this.stop, enough]),
    });
    if (response.ok) return response;
    const problem = readProblem(await response.text());
    if (problem !== undefined) throw problemFailure(problem);
    throw unreachable(`${this.base} answered ${response.status}. ${this.advice}`);
  }

  async #fetch(path: string, init: RequestInit) {
    const response = await this.#reach(path, init);
    const type = response.headers.get('content-type') ?? '';
    try {
      return { status: response.status, type, text: await response.text() };
    } catch (error) {
      throw this.#lost(error);
    }
  }

  async #reach(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(path, this.base), init);
    } catch (error) {
      throw this.#lost(error);
    }
  }

  #lost(error: unknown): unknown {
    if (this.stop.aborted) return error;
    return unreachable(`no answer from ${this.base}: ${reasonOf(error)}. ${this.advice}`);
  }
}
