import type { DocumentedProblem } from '@ferrule/http';

const wrong = (path: string, field: string, message: string): DocumentedProblem => ({
  path,
  status: 400,
  code: 'VALIDATION_FAILED',
  detail: `${message}.`,
  field,
});

/** What the query of a list may be told. */
export const wrongQuery = (path: string): DocumentedProblem =>
  wrong(path, 'limit', 'limit must be a whole number');

/** What an id of another form is told. */
export const wrongId = (path: string, field: string): DocumentedProblem =>
  wrong(path, field, `${field} must be 1 to 64 letters, digits, "-" or "_"`);

/** What a caller is told while the services behind this one are not there. */
export const unavailable = (path: string): readonly DocumentedProblem[] => [
  {
    path,
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    detail: 'A service that this needs is not available.',
  },
  {
    path,
    status: 504,
    code: 'QUERY_TIMEOUT',
    detail: 'A service that this needs did not answer in time.',
  },
];
