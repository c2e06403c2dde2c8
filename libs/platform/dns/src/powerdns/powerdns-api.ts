import { ServerRefused, ServerUnreachable } from '../name-server.ts';

export interface PowerDnsEndpoint {
  /** How sentences name the server. */
  readonly name: string;
  /** `http://ns1.example:8081` */
  readonly url: string;
  /** Its own name in its API; there is one server behind each, called localhost. */
  readonly serverId?: string;
  readonly apiKey: string;
  /** For each request. */
  readonly timeoutMs: number;
}

/** Answers are parsed here, and looked at by whoever asked. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listIn = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];

/** The HTTP API of one PowerDNS server. Its key is in a header, and in nothing that is said. */
export class PowerDnsApi {
  readonly #endpoint: PowerDnsEndpoint;

  constructor(endpoint: PowerDnsEndpoint) {
    this.#endpoint = endpoint;
  }

  /** What it answers; undefined where there is no such thing. */
  async get(path: string): Promise<Json | undefined> {
    const { status, text } = await this.#send('GET', path);
    if (status === 404) return undefined;
    this.#check(status, text);
    try {
      return JSON.parse(text) as Json;
    } catch (cause) {
      throw new ServerUnreachable(`${this.#endpoint.name} answered with no JSON`, { cause });
    }
  }

  async patch(path: string, body: object): Promise<void> {
    const { status, text } = await this.#send('PATCH', path, body);
    this.#check(status, text);
  }

  async #send(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const { name, url, serverId = 'localhost', apiKey, timeoutMs } = this.#endpoint;
    const target = `${url.replace(/\/$/, '')}/api/v1/servers/${serverId}${path}`;
    try {
      const response = await fetch(target, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'X-API-Key': apiKey, 'Content-Type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: response.status, text: await response.text() };
    } catch (cause) {
      throw new ServerUnreachable(`${name} at ${url} did not answer: ${whyOf(cause)}`, { cause });
    }
  }

  #check(status: number, text: string): void {
    if (status >= 200 && status < 300) return;
    const { name } = this.#endpoint;
    if (status === 401 || status === 403) throw new ServerRefused(`${name} does not take the key`);
    if (status === 404) throw new ServerRefused(`${name} has not the zone`);
    const said = `${name} answered ${status}: ${sentenceIn(text)}`;
    throw status < 500 && status !== 429 && status !== 408
      ? new ServerRefused(said)
      : new ServerUnreachable(said);
  }
}

const whyOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'an unknown fault';
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
};

const sentenceIn = (text: string): string => {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return error.slice(0, 300);
  } catch {
    // Some answers are plain text.
  }
  return text.slice(0, 100);
};
