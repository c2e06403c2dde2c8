import type { FieldError } from '@ferrule/validation';

/** A problem document as RFC 9457 has it, with the members that every one of ours carries. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  /** The first field that is wrong. */
  readonly field?: string;
  readonly errors?: readonly FieldError[];
  readonly suggestion?: string;
  readonly requestId?: string;
  readonly [fact: string]: unknown;
}

/** What went wrong, before it is known which request it answers. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  /** The short name of the problem, where the code alone does not give it. */
  readonly title?: string | undefined;
  readonly detail: string;
  readonly field?: string | undefined;
  readonly errors?: readonly FieldError[];
  readonly suggestion?: string | undefined;
  /** Further members of the document; one that has the name of a standard one is dropped. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const STANDARD = new Set([
  'type',
  'title',
  'status',
  'detail',
  'instance',
  'code',
  'field',
  'errors',
  'suggestion',
  'requestId',
]);

const titleOf = (code: string): string => {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const problemOf = (
  failure: Failure,
  request: { readonly path: string; readonly id?: string | undefined },
): Problem => {
  const { status, code, title, detail, field, errors, suggestion, facts = {} } = failure;
  return {
    type: `urn:ferrule:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: title ?? titleOf(code),
    status,
    detail,
    instance: request.path,
    code,
    ...(field !== undefined && { field }),
    ...(errors !== undefined && { errors }),
    ...(suggestion !== undefined && { suggestion }),
    ...(request.id !== undefined && { requestId: request.id }),
    ...Object.fromEntries(Object.entries(facts).filter(([name]) => !STANDARD.has(name))),
  };
};

/** The document's JSON Schema, for OpenAPI. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'A problem document (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
  properties: {
    type: { type: 'string', format: 'uri', example: 'urn:ferrule:problem:validation-failed' },
    title: { type: 'string', example: 'Validation failed' },
    status: { type: 'integer', example: 422 },
    detail: { type: 'string', description: 'A sentence for people.' },
    instance: { type: 'string', description: 'The path that was asked for.' },
    code: { type: 'string', description: 'For machines; it does not change.' },
    field: { type: 'string', description: 'The first field that is wrong.', example: 'size' },
    suggestion: { type: 'string', description: 'What the sender can do about it.' },
    requestId: { type: 'string', description: 'Under this id the service logged the request.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: {
          field: { type: 'string', example: 'options.enableDHCP' },
          code: {
            type: 'string',
            examples: ['REQUIRED', 'UNKNOWN_FIELD', 'WRONG_TYPE', 'INVALID'],
          },
          message: { type: 'string' },
          suggestion: { type: 'string' },
        },
      },
    },
  },
};
