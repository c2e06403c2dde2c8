import type { Problem } from '@ferrule/http';
import type { Credential } from './credential.ts';
import { EXIT, Failure, problemFailure } from './failure.ts';

/** As often is asked again what may be asked again. */
export const MOST_REPEATS = 5;
const LONGEST_WAIT_SECONDS = 60;

const adviceFor = (status: number, { key, from }: Credential): string => {
  if (status === 403) return `what the key of ${from} may do: ferrule whoami`;
  return key === undefined
    ? 'say where the key is with --key-file FILE, or put it into FERRULE_CLI_KEY'
    : `the key is that of ${from}`;
};

/** What the API refuses, with what to do about it where that is a matter of the credential. */
export const refusalFailure = (problem: Problem, credential: Credential): Failure => {
  const { status } = problem;
  if (status === 429) {
    const { message } = problemFailure(problem, 'nothing was done: repeat it in a moment');
    return new Failure(message, EXIT.tooOften, problem);
  }
  if (status !== 401 && status !== 403) return problemFailure(problem);
  const { message } = problemFailure(problem, adviceFor(status, credential));
  return new Failure(message, EXIT.notAllowed, problem);
};

/** After how many seconds a refused request may be asked again; undefined when it is not worth it. */
export const secondsToWait = ({ status, headers }: Response): number | undefined => {
  if (status !== 429) return undefined;
  const seconds = Number(headers.get('retry-after') ?? 1);
  return seconds >= 0 && seconds <= LONGEST_WAIT_SECONDS ? seconds : undefined;
};
