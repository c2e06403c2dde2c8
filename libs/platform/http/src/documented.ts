import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { problemOf, type Failure, type Problem } from './problem.ts';

interface ResponseHeader {
  readonly description: string;
  readonly example?: string;
}

export interface DocumentedAnswer {
  readonly status: number;
  readonly description: string;
  /** The name of a schema that the document was given. */
  readonly schema: string;
  readonly example: object;
  readonly headers?: Readonly<Record<string, ResponseHeader>>;
}

/** A problem that callers of a path should be ready for. */
export interface DocumentedProblem extends Failure {
  /** The path of the request that it answers. */
  readonly path: string;
}

/** What OpenAPI says of an answer. */
export const AnswersWith = ({
  status,
  description,
  schema,
  example,
  headers = {},
}: DocumentedAnswer): MethodDecorator =>
  ApiResponse({
    status,
    description,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, { description: text, example: value }]) => [
        name,
        { description: text, schema: { type: 'string' }, ...(value && { example: value }) },
      ]),
    ),
    content: {
      'application/json': { schema: { $ref: `#/components/schemas/${schema}` }, example },
    },
  });

/** As a rejection that names a field is answered. */
const exampleOf = ({ path, ...failure }: DocumentedProblem): Problem => {
  const { field, detail } = failure;
  const message = detail.replace(/\.$/, '');
  const own = field === undefined ? {} : { errors: [{ field, code: 'INVALID', message }] };
  return problemOf({ ...own, ...failure }, { path, id: 'r-1' });
};

/** What OpenAPI says of problems with one status. */
export const responseOf = (problems: readonly DocumentedProblem[]) => ({
  description: problems.map(({ code }) => code).join(', '),
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: Object.fromEntries(
        problems.map((problem) => [
          problem.code,
          { summary: problem.detail, value: exampleOf(problem) },
        ]),
      ),
    },
  },
});

/** What OpenAPI says of the problems that a path's callers should be ready for. */
export const FailsWith = (...problems: readonly DocumentedProblem[]): MethodDecorator => {
  const statuses = [...new Set(problems.map(({ status }) => status))].sort((a, b) => a - b);
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({ status, ...responseOf(problems.filter((one) => one.status === status)) }),
    ),
  );
};
