/** Statuses of codes that their names do not tell. */
export type StatusTable = Readonly<Record<string, number>>;

const BY_NAME: readonly (readonly [RegExp, number])[] = [
  [/^(UNAUTHENTICATED|CREDENTIAL_\w+)$/, 401],
  [/(^|_)FORBIDDEN$/, 403],
  [/(^|_)NOT_FOUND$/, 404],
  [/(^|_)(EXHAUSTED|CONFLICT|EXISTS)$/, 409],
  [/(^|_)REFUSED$/, 502],
  [/(^|_)UNAVAILABLE$/, 503],
  [/(^|_)(UNREACHABLE|TIMEOUT)$/, 504],
];

/** The HTTP status of a rejection's code: by the table, else by how the code ends, else 422. */
export const statusOf = (code: string, table: StatusTable = {}): number =>
  (Object.hasOwn(table, code) ? table[code] : undefined) ??
  BY_NAME.find(([name]) => name.test(code))?.[1] ??
  422;
