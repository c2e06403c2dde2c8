import type { Problem } from '@ferrule/http';

/** What a script can tell apart. */
export const EXIT = {
  ok: 0,
  refused: 1,
  usage: 2,
  unreachable: 3,
  unfinished: 4,
  notAllowed: 5,
  tooOften: 6,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Why a command ends without what it was asked for, in one sentence for whoever typed it. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    message: string,
    readonly exitCode: ExitCode,
    /** What the service said, for machines. */
    readonly problem?: Problem,
  ) {
    super(message);
  }
}

export const usage = (message: string): Failure => new Failure(message, EXIT.usage);
export const refused = (message: string): Failure => new Failure(message, EXIT.refused);
export const unreachable = (message: string): Failure => new Failure(message, EXIT.unreachable);

const isAnswer = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  'detail' in value &&
  typeof value.detail === 'string';

const sentence = (text: string): string => (/[.!?]$/u.test(text) ? text : `${text}.`);

/** Whether the words already say which field it is: `there is no network nope` does for `networkId`. */
const names = (message: string, field: string): boolean => {
  const noun = field.replace(/^.*\./u, '').replace(/Id$/u, '');
  return message.toLowerCase().includes(noun.toLowerCase());
};

const line = (
  message: string,
  field: string | undefined,
  suggestion: string | undefined,
): string => {
  const isNamed = field === undefined || names(message, field);
  const said = sentence(isNamed ? message : `${field}: ${message}`);
  if (suggestion === undefined) return said;
  return `${said} ${sentence(suggestion.charAt(0).toUpperCase() + suggestion.slice(1))}`;
};

/** A problem document as a sentence, or one for each field when several are wrong. */
export const problemFailure = (problem: Problem, advice = problem.suggestion): Failure => {
  const { detail, field, errors = [] } = problem;
  const lines =
    errors.length > 1
      ? errors.map((error) => line(error.message, error.field, error.suggestion))
      : [line(detail, field, advice)];
  const [only = '', ...more] = lines;
  const message =
    more.length === 0 ? only : ['the request has several faults:', ...lines].join('\n  ');
  return new Failure(message, EXIT.refused, problem);
};

/** Undefined when the answer is no problem document: then something else than Ferrule answered. */
export const readProblem = (text: string): Problem | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isAnswer(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
