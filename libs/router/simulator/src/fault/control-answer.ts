import { Trap } from '../menu/trap.ts';
import { toText } from '../state/text.ts';
import { CannotJudge } from '../traffic/router-tables.ts';
import { FaultError } from './read-fault.ts';

/** A request that cannot be answered with what it asks for. */
export class Problem extends Error {
  override readonly name = 'Problem';

  readonly status: number;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.more = more;
  }
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  413: 'Too large',
  422: 'The router refuses',
};

const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof CannotJudge) return new Problem(422, error.message);
  if (error instanceof FaultError) return new Problem(400, error.message);
  if (error instanceof Trap) {
    const { category } = error;
    return new Problem(422, toText(error.message), category === undefined ? {} : { category });
  }
  return new Problem(500, error instanceof Error ? error.message : String(error));
};

/** As JSON; what went wrong as a problem document. */
export const answerFor = async (work: Promise<unknown>, status: number): Promise<Answer> => {
  try {
    const value = (await work) ?? {};
    return { status, type: 'application/json', text: `${JSON.stringify(value)}\n` };
  } catch (error) {
    const problem = problemOf(error);
    const body = {
      type: 'about:blank',
      title: titles[problem.status] ?? 'The simulator failed',
      status: problem.status,
      detail: problem.message,
      ...problem.more,
    };
    return {
      status: problem.status,
      type: 'application/problem+json',
      text: `${JSON.stringify(body)}\n`,
    };
  }
};
