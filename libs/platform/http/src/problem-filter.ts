import type { IncomingMessage, ServerResponse } from 'node:http';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { failureOf, type FailureTables } from './failure-of.ts';
import { problemOf, type Failure } from './problem.ts';
import { currentRequest, factsOf } from './request-facts.ts';

export interface ProblemFilterOptions extends FailureTables {
  readonly allowedMethods?: (path: string) => readonly string[];
}

/** Answers whatever was thrown with a problem document. Statuses are chosen here and nowhere else. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger('Http');
  readonly #options: ProblemFilterOptions;

  constructor(options: ProblemFilterOptions = {}) {
    this.#options = options;
  }

  catch(exception: unknown, host: ArgumentsHost): Observable<never> | undefined {
    // A message's handler: who sent it has an answer of its own to come.
    if (host.getType() !== 'http') return throwError(() => exception);
    const http = host.switchToHttp();
    this.#answer(exception, http.getRequest(), http.getResponse());
    return undefined;
  }

  #answer(exception: unknown, request: IncomingMessage, response: ServerResponse): void {
    const facts = currentRequest() ?? factsOf(request);
    const failure = failureOf(
      exception,
      {
        method: facts.method,
        path: facts.path,
        contentType: request.headers['content-type'],
        allowedMethods: () => this.#options.allowedMethods?.(facts.path) ?? [],
      },
      this.#options,
    );
    this.#tell(exception, failure, facts);
    if (response.headersSent) {
      // Half an answer must not look like a whole one.
      response.destroy();
      return;
    }
    if (failure.status === 405 && facts.method === 'OPTIONS') {
      response.writeHead(204, failure.headers).end();
      return;
    }
    const text = JSON.stringify(problemOf(failure, facts));
    response.statusCode = failure.status;
    // The handler had its own answer in mind.
    for (const name of ['content-encoding', 'content-disposition', 'etag', 'last-modified']) {
      response.removeHeader(name);
    }
    for (const [name, value] of Object.entries(failure.headers ?? {})) {
      response.setHeader(name, value);
    }
    if (failure.status === 401) response.setHeader('www-authenticate', 'Bearer');
    if (failure.status === 503) response.setHeader('retry-after', '5');
    response.setHeader('content-type', 'application/problem+json; charset=utf-8');
    response.setHeader('content-length', Buffer.byteLength(text));
    response.end(text);
  }

  #tell(
    exception: unknown,
    { status, code }: Failure,
    { id, method, path }: { id: string; method: string; path: string },
  ): void {
    if (status < 500) return;
    const line = `${method} ${path} answered ${status} ${code} (request ${id})`;
    if (status === 500) this.#log.error(line, exception);
    else this.#log.warn(line, exception);
  }
}
