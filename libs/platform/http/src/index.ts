export { createHttpApp, type HttpAppOptions } from './http-app.ts';
export { HealthModule } from './health.module.ts';
export {
  AnswersWith,
  FailsWith,
  type DocumentedAnswer,
  type DocumentedProblem,
} from './documented.ts';
export { Health, type CheckResult, type HealthCheck, type Readiness } from './health.ts';
export { InvalidInput, type InputLocation } from './invalid-input.ts';
export {
  listen,
  type ListenConfig,
  type Listening,
  type ListenOptions,
  type ProcessControl,
} from './listen.ts';
export { NoQuery } from './no-query.ts';
export { openApi, type OpenApiOptions } from './open-api.ts';
export { ProblemFilter, type ProblemFilterOptions } from './problem-filter.ts';
export type { FieldError } from '@ferrule/validation';
export type { Problem } from './problem.ts';
export {
  currentRequest,
  type AroundRequest,
  type Middleware,
  type RequestFacts,
} from './request-facts.ts';
export { statusOf, type StatusTable } from './status-of.ts';
export { validationPipe } from './validation-pipe.ts';
