/** What is wrong with one field of a document. */
export interface FieldError {
  /** As its sender wrote it: `options.enableDHCP`, `routers[2].name`; `body` for the whole. */
  readonly field: string;
  /** `REQUIRED`, `UNKNOWN_FIELD`, `WRONG_TYPE` or `INVALID`; others come from other services. */
  readonly code: string;
  readonly message: string;
  readonly suggestion?: string;
}
