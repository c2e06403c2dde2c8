import type { JobView } from '@ferrule/provisioning-contracts';
import { EXIT, Failure, refused } from '../failure.ts';
import type { Following } from './job-follower.ts';

const problemOf = (job: JobView): string => {
  const { error, errorMessage, status } = job;
  const what = error?.message ?? errorMessage ?? `it ended as ${status}`;
  const advice =
    status === 'NEEDS_OPERATOR'
      ? `see what is left, and what can be done: ferrule job show ${job.jobId}`
      : (error?.suggestion ?? null);
  return `${job.jobId} ${status === 'FAILED' ? 'failed' : `is ${status}`}: ${what}.${
    advice === null ? '' : ` ${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`
  }`;
};

/** Throws unless the job has ended, in whatever way but one that waits for a person. */
export const expectEnded = (jobId: string, { job, ended }: Following, seconds: number): JobView => {
  if (job === undefined || !ended)
    throw new Failure(
      `${jobId} is not finished after ${seconds} s and goes on. See: ferrule job watch ${jobId}`,
      EXIT.unfinished,
    );
  if (job.status === 'NEEDS_OPERATOR') throw refused(problemOf(job));
  return job;
};

/** Throws unless the job came to a good end. */
export const expectCompleted = (jobId: string, followed: Following, seconds: number): void => {
  const job = expectEnded(jobId, followed, seconds);
  if (job.status !== 'COMPLETED') throw refused(problemOf(job));
};
