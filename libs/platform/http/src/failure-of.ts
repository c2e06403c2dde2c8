import { STATUS_CODES } from 'node:http';
import { HttpException, NotFoundException } from '@nestjs/common';
import { Rejection } from '@ferrule/kernel';
import type { FieldError } from '@ferrule/validation';
import { InvalidInput } from './invalid-input.ts';
import type { Failure } from './problem.ts';
import { statusOf, type StatusTable } from './status-of.ts';

/** What a failure is judged by, beside itself. */
export interface FailedRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType: string | undefined;
  /** What the routes of this path do answer; empty when there are none. */
  readonly allowedMethods: () => readonly string[];
}

export interface FailureTables {
  /** Of rejections whose code does not tell: `{ DATACENTER_UNKNOWN: 404 }`. */
  readonly statuses?: StatusTable;
  /** Of errors (not rejections) with a `code` that callers may learn. */
  readonly machinery?: StatusTable;
}

const MACHINERY: StatusTable = {
  QUERY_TIMEOUT: 504,
  QUERY_FAILED: 502,
  SERVICE_UNAVAILABLE: 503,
};

const INTERNAL: Failure = {
  status: 500,
  code: 'INTERNAL_ERROR',
  detail: 'Something failed here that is not the fault of the request. It was logged.',
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
const textMember = (value: unknown, name: string): string | undefined => {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
};

const bodyFailure = (status: number, code: string, detail: string): Failure => ({
  status,
  code,
  detail,
  field: 'body',
  errors: [{ field: 'body', code: 'INVALID', message: detail }],
});

const isJson = (contentType: string): boolean =>
  /^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(contentType);

const unsupportedMedia = (): Failure => ({
  ...bodyFailure(415, 'MEDIA_TYPE_UNSUPPORTED', 'The body must be application/json in UTF-8.'),
  headers: { 'accept-post': 'application/json' },
});

const inputFailure = (input: InvalidInput, request: FailedRequest): Failure => {
  const { contentType } = request;
  if (input.absent && contentType !== undefined && !isJson(contentType)) return unsupportedMedia();
  const [first, ...others] = input.errors;
  const more = others.length > 0 ? `; and ${others.length} more` : '';
  return {
    status: input.location === 'body' ? 422 : 400,
    code: 'VALIDATION_FAILED',
    detail: `${first?.message ?? 'The request is not valid'}${more}.`,
    field: first?.field,
    errors: input.errors,
    suggestion: first?.suggestion,
  };
};

/** Where in the text the reader gave up, but nothing of the text, which may hold secrets. */
const jsonPlace = (cause: unknown): string => {
  const [, position] = /at position (\d+)/.exec(textMember(cause, 'message') ?? '') ?? [];
  if (position === undefined) return '';
  const before = (textMember(cause, 'body') ?? '').slice(0, Number(position)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
};

/** What the body reader says, by the types it documents for its errors. */
const unreadableBody = (cause: unknown): Failure | undefined => {
  switch (textMember(cause, 'type') ?? '') {
    case 'entity.parse.failed':
      return bodyFailure(400, 'BODY_MALFORMED', `The body is not valid JSON${jsonPlace(cause)}.`);
    case 'entity.too.large': {
      const limit = member(cause, 'limit');
      const most = typeof limit === 'number' ? ` than ${limit} bytes` : '';
      return bodyFailure(413, 'BODY_TOO_LARGE', `The body is larger${most}.`);
    }
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return unsupportedMedia();
    case 'request.aborted':
    case 'request.size.invalid':
      return bodyFailure(400, 'BODY_INCOMPLETE', 'The body is not as long as was announced.');
    default:
      return undefined;
  }
};

const noRoute = ({ method, path, allowedMethods }: FailedRequest): Failure => {
  const allowed = allowedMethods();
  if (allowed.length === 0) {
    return { status: 404, code: 'ROUTE_NOT_FOUND', detail: `Nothing is served at ${path}.` };
  }
  const allow = allowed.join(', ');
  return {
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    detail: `${path} does not take ${method}, but ${allow}.`,
    headers: { allow },
  };
};

// Nest's own answer to a path without a route; a handler's NotFoundException has other words.
const isUnrouted = (exception: HttpException, { method }: FailedRequest): boolean =>
  exception instanceof NotFoundException && exception.message.startsWith(`Cannot ${method} /`);

const httpFailure = (exception: HttpException, request: FailedRequest): Failure => {
  const status = exception.getStatus();
  const unreadable = unreadableBody(exception.cause);
  if (unreadable) return unreadable;
  if (isUnrouted(exception, request)) return noRoute(request);
  if (status === 500) return INTERNAL;
  const response = exception.getResponse();
  const named = STATUS_CODES[status] ?? 'Error';
  return {
    status,
    code: textMember(response, 'code') ?? named.toUpperCase().replaceAll(/\W+/g, '_'),
    detail: textMember(response, 'message') ?? exception.message,
    field: textMember(response, 'field'),
    suggestion: textMember(response, 'suggestion'),
  };
};

const isFieldError = (value: unknown): value is FieldError =>
  ['field', 'code', 'message'].every((name) => textMember(value, name) !== undefined);

const rejectionFailure = ({ code, message, detail }: Rejection, table: StatusTable): Failure => {
  const { title: _, field, suggestion, errors: given, ...facts } = detail;
  // Another service's validation names every field, as ours does.
  const listed = Array.isArray(given) ? given.filter(isFieldError) : [];
  const own = field === undefined ? [] : [{ field, code: 'INVALID', message }];
  const errors = listed.length > 0 ? listed : own;
  return {
    status: statusOf(code, table),
    code,
    // Another service's detail is only said to be of this form.
    title: textMember(detail, 'title'),
    detail: message,
    field,
    suggestion,
    facts,
    ...(errors.length > 0 && { errors }),
  };
};

const DEPENDENCY: Readonly<Record<number, string>> = {
  503: 'A service that this needs is not available.',
  504: 'A service that this needs did not answer in time.',
};

/** What a dependency's failure is called to the outside; its own words stay in the log. */
const machineryFailure = (exception: unknown, table: StatusTable): Failure | undefined => {
  const code = textMember(exception, 'code');
  if (code !== undefined && Object.hasOwn(table, code)) {
    const status = table[code] ?? 500;
    return { status, code, detail: DEPENDENCY[status] ?? 'A service that this needs failed.' };
  }
  return textMember(exception, 'name') === 'TimeoutError'
    ? { status: 504, code: 'UPSTREAM_TIMEOUT', detail: 'This took longer than it may.' }
    : undefined;
};

/** The one place where anything that was thrown becomes a status. */
export const failureOf = (
  exception: unknown,
  request: FailedRequest,
  { statuses = {}, machinery = {} }: FailureTables = {},
): Failure => {
  if (exception instanceof InvalidInput) return inputFailure(exception, request);
  if (exception instanceof Rejection) return rejectionFailure(exception, statuses);
  if (exception instanceof HttpException) return httpFailure(exception, request);
  return machineryFailure(exception, { ...MACHINERY, ...machinery }) ?? INTERNAL;
};
