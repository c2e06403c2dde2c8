import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Reach } from './reach.ts';

export interface Answer {
  /** Null: there was none. */
  readonly status: number | null;
  /** How it begins, or why there was none; in one line. */
  readonly text: string;
  readonly retryAfter: string | undefined;
  readonly durationMs: number;
}

const MOST_BYTES = 1_024;
/** Whoever has said its status may take so long to say more. */
const BODY_MS = 1_000;

/** What strangers answer must not steer a terminal: control characters are no part of it. */
const oneLine = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 500);

const beginningOf = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const late = setTimeout(() => response.destroy(), BODY_MS);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MOST_BYTES) break;
    }
  } catch {
    // Cut off: its status has been said, and that is what counts.
  } finally {
    clearTimeout(late);
    response.destroy();
  }
  return oneLine(Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8'));
};

const why = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
  // Tried at several addresses, each has its own reason.
  const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return first instanceof Error ? first.message : error.message;
};

/** Posts to addresses that strangers chose. Redirects are not followed: they are an answer. */
export class Caller {
  constructor(
    private readonly reach: Reach,
    private readonly timeoutMs: number,
  ) {}

  async post(
    address: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Answer> {
    const since = performance.now();
    const ended = (rest: Omit<Answer, 'durationMs'>): Answer => ({
      ...rest,
      durationMs: Math.round(performance.now() - since),
    });
    try {
      const response = await this.#send(new URL(address), headers, body);
      const text = await beginningOf(response);
      const retryAfter = response.headers['retry-after'];
      return ended({ status: response.statusCode ?? null, text, retryAfter });
    } catch (error) {
      return ended({ status: null, text: oneLine(why(error)), retryAfter: undefined });
    }
  }

  #send(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<IncomingMessage> {
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      // A connection of its own each time: one that is kept was looked at long ago.
      agent: false,
      lookup: this.reach.lookupFor(url),
      signal: AbortSignal.timeout(this.timeoutMs),
      maxHeaderSize: 16_384,
    };
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      request(url, options, resolve).on('error', reject).end(body);
    });
  }
}
