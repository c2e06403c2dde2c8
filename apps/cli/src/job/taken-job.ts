import type { JobView } from '@ferrule/provisioning-contracts';
import { type ApiClient, type Ask, mayHaveArrived } from '../api-client.ts';
import { Failure } from '../failure.ts';
import type { Session } from '../session.ts';
import { followJob } from './job-follower.ts';
import { printResult } from './job-result.ts';
import { expectCompleted } from './job-outcome.ts';

/** What the API says of a request that it took. */
export type Taken = Pick<JobView, 'jobId' | 'status'> & Partial<JobView>;

/** A repeat under the same key is answered with the same job, so an answer that was lost costs nothing. */
export const send = async <Answer = Taken>(
  api: ApiClient,
  path: string,
  key: string,
  { method = 'POST', body }: Pick<Ask, 'method' | 'body'> = {},
): Promise<Answer> => {
  try {
    return await api.ask<Answer>(path, {
      method,
      ...(body !== undefined && { body }),
      headers: { prefer: 'respond-async', 'idempotency-key': key },
      // The service itself waits up to half a minute for the job to be taken up.
      timeoutMs: 45_000,
    });
  } catch (error) {
    if (!(error instanceof Failure && mayHaveArrived(error))) throw error;
    throw new Failure(
      `${error.message} The request may have arrived all the same: repeat it with --key ${key}`,
      error.exitCode,
    );
  }
};

export interface FollowOptions {
  readonly wait: number;
  readonly async?: boolean;
}

/** Follows a job to its end, unless told not to; throws when that is no good one. */
export const follow = async (
  { terminal, json, printJson }: Pick<Session, 'terminal' | 'json' | 'printJson'>,
  api: ApiClient,
  taken: Taken,
  { wait, async: isAsync = false }: FollowOptions,
): Promise<void> => {
  const { jobId, status } = taken;
  if (isAsync) {
    if (json) printJson(taken);
    else terminal.print(`${jobId} is ${status}. See: ferrule job watch ${jobId}`);
    return;
  }
  if (!json) terminal.print(`${terminal.paint('bold', jobId)} was accepted`);
  const deadline = performance.now() + wait * 1000;
  const followed = await followJob(api, terminal, jobId, { deadline, quiet: json, isNew: true });
  if (json) printJson(followed.job ?? taken);
  else if (followed.job !== undefined) printResult(terminal, followed.job);
  expectCompleted(jobId, followed, wait);
};
