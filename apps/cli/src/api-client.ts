import { setTimeout as pause } from 'node:timers/promises';
import type { Credential } from './credential.ts';
import { MOST_REPEATS, refusalFailure, secondsToWait } from './door.ts';
import { errorCode, errorText } from './error-code.ts';
import { EXIT, Failure, readProblem, unreachable } from './failure.ts';

export interface ApiAccess {
  readonly base: string;
  readonly credential: Credential;
  /** For whom, where the credential does not say it. */
  readonly tenant: string | undefined;
  /** What to try when nobody answers. */
  readonly advice: string;
  /** Told when something takes longer than it should. */
  readonly note: (line: string) => void;
  readonly stop: AbortSignal;
}

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
  readonly #access: ApiAccess;

  constructor(access: ApiAccess) {
    this.#access = access;
  }

  get base(): string {
    return this.#access.base;
  }

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
    const request = {
      method,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const { status, type, text } = await this.#fetch(path, request, timeoutMs);
    // 204: there is nothing to say.
    if (status === 204) return undefined as T;
    if (status < 400 && type.startsWith('application/json')) return JSON.parse(text) as T;
    const { base, advice } = this.#access;
    this.#refuse(text);
    throw unreachable(`${base} answered ${status}, but not as Ferrule's API does. ${advice}`);
  }

  /** An answer that is read as it comes, until it ends or nobody wants it any more. */
  async open(
    path: string,
    headers: Readonly<Record<string, string>>,
    enough: AbortSignal,
  ): Promise<Response> {
    const response = await this.#reach(path, { headers }, () => enough);
    if (response.ok) return response;
    const { base, advice } = this.#access;
    this.#refuse(await response.text());
    throw unreachable(`${base} answered ${response.status}. ${advice}`);
  }

  /** Throws what a problem document says; what is none is left to whoever asked. */
  #refuse(text: string): void {
    const problem = readProblem(text);
    if (problem !== undefined) throw refusalFailure(problem, this.#access.credential);
  }

  async #fetch(path: string, request: RequestInit, timeoutMs: number) {
    const response = await this.#reach(path, request, () => AbortSignal.timeout(timeoutMs));
    const type = response.headers.get('content-type') ?? '';
    try {
      return { status: response.status, type, text: await response.text() };
    } catch (error) {
      throw this.#lost(error);
    }
  }

  /** What only reads is asked again when it was asked too often. */
  async #reach(path: string, request: RequestInit, enough: () => AbortSignal): Promise<Response> {
    const { note, stop } = this.#access;
    const repeats = (request.method ?? 'GET') === 'GET' ? MOST_REPEATS : 0;
    for (let repeat = 0; ; repeat += 1) {
      const response = await this.#once(path, request, enough());
      const seconds = repeat < repeats ? secondsToWait(response) : undefined;
      if (seconds === undefined) return response;
      await response.body?.cancel();
      note(`ferrule: asked too often; asks again in ${seconds} s`);
      await pause(seconds * 1_000, undefined, { signal: stop });
    }
  }

  async #once(path: string, request: RequestInit, enough: AbortSignal): Promise<Response> {
    const { base, credential, tenant, stop } = this.#access;
    const headers = new Headers(request.headers);
    headers.set('user-agent', 'ferrule-cli');
    if (tenant !== undefined) headers.set('ferrule-tenant', encodeURIComponent(tenant));
    if (credential.key !== undefined)
      headers.set('authorization', `Bearer ${credential.key.reveal()}`);
    const signal = AbortSignal.any([stop, enough]);
    try {
      return await fetch(new URL(path, base), { ...request, headers, signal });
    } catch (error) {
      throw this.#lost(error);
    }
  }

  #lost(error: unknown): unknown {
    const { base, advice, stop } = this.#access;
    if (stop.aborted) return error;
    return unreachable(`no answer from ${base}: ${reasonOf(error)}. ${advice}`);
  }
}
