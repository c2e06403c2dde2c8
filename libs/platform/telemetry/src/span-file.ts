import { SpanKind, SpanStatusCode, type Attributes, type HrTime } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';
import { appendFile, readFile, rename, stat } from 'node:fs/promises';

/** A span as one line of JSON. */
export interface SpanLine {
  readonly trace: string;
  readonly span: string;
  readonly parent?: string;
  readonly service: string;
  readonly name: string;
  readonly kind: string;
  readonly start: string;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  readonly status: 'ok' | 'error';
  readonly failure?: string;
  readonly attributes: Attributes;
  readonly links?: readonly { readonly trace: string; readonly span: string }[];
  readonly events?: readonly { readonly name: string; readonly attributes: Attributes }[];
}

const millis = ([seconds, nanos]: HrTime): number => seconds * 1000 + nanos / 1e6;

const lineOf = (span: ReadableSpan): SpanLine => {
  const { traceId, spanId } = span.spanContext();
  const failure = span.status.message;
  return {
    trace: traceId,
    span: spanId,
    ...(span.parentSpanContext === undefined ? {} : { parent: span.parentSpanContext.spanId }),
    service: String(span.resource.attributes['service.name']),
    name: span.name,
    kind: SpanKind[span.kind].toLowerCase(),
    start: new Date(millis(span.startTime)).toISOString(),
    ms: Math.round(millis(span.duration) * 1000) / 1000,
    status: span.status.code === SpanStatusCode.ERROR ? 'error' : 'ok',
    ...(failure === undefined ? {} : { failure }),
    attributes: span.attributes,
    ...(span.links.length === 0
      ? {}
      : { links: span.links.map(({ context: to }) => ({ trace: to.traceId, span: to.spanId })) }),
    ...(span.events.length === 0
      ? {}
      : {
          events: span.events.map(({ name, attributes = {} }) => ({ name, attributes })),
        }),
  };
};

type Done = Parameters<SpanExporter['export']>[1];
type Result = Parameters<Done>[0];

/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment -- the enum is in @opentelemetry/core, which nothing else here needs */
const written: Result = { code: 0 };
const failed = (error: unknown): Result => ({
  code: 1,
  error: error instanceof Error ? error : new Error(String(error)),
});
/* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */

/**
 * Adds spans to a file, for a machine without a collector. Several services may share one file: each
 * batch is one appended write. Past `maxBytes` the file becomes `<file>.1` and a new one begins.
 */
export class SpanFile implements SpanExporter {
  readonly #path: string;
  readonly #maxBytes: number;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string, maxBytes = 64 * 1024 * 1024) {
    this.#path = path;
    this.#maxBytes = maxBytes;
  }

  export(spans: ReadableSpan[], done: Done): void {
    const text = spans.map((span) => `${JSON.stringify(lineOf(span))}\n`).join('');
    this.#writing = this.#writing
      .then(() => this.#append(text))
      .then(
        () => done(written),
        (error: unknown) => done(failed(error)),
      );
  }

  async forceFlush(): Promise<void> {
    await this.#writing;
  }

  async shutdown(): Promise<void> {
    await this.#writing;
  }

  async #append(text: string): Promise<void> {
    const size = await stat(this.#path).then(
      (found) => found.size,
      () => 0,
    );
    if (size > this.#maxBytes) await rename(this.#path, `${this.#path}.1`);
    await appendFile(this.#path, text);
  }
}

const isSpanLine = (value: unknown): value is SpanLine =>
  typeof value === 'object' && value !== null && 'trace' in value && 'span' in value;

const parse = (line: string): SpanLine[] => {
  try {
    const value: unknown = JSON.parse(line);
    return isSpanLine(value) ? [value] : [];
  } catch {
    // The last line of a process that was killed may be half a line.
    return [];
  }
};

/** The spans of one trace, or all of them, in the order in which they began. */
export const readSpans = async (path: string, traceId?: string): Promise<SpanLine[]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => traceId === undefined || line.includes(traceId))
    .flatMap(parse)
    .filter(({ trace }) => traceId === undefined || trace === traceId)
    .sort((a, b) => (a.start < b.start ? -1 : 1));
