import { Rejection, type RejectionDetail } from '@ferrule/kernel';
import type { JobView, Reason } from '@ferrule/provisioning-contracts';
import { linkOf } from './started-job.ts';

/** What a caller whose job did not come to a good end is told beside the cause. */
export const failureDetail = (
  title: string,
  { jobId, rollback }: Pick<JobView, 'jobId' | 'rollback'>,
  { code: _, message: __, field, suggestion, ...facts }: Reason,
): RejectionDetail => ({
  title,
  ...(field !== null && { field }),
  ...(suggestion !== null && { suggestion }),
  ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)),
  ...(rollback !== null && { rollback }),
  jobId,
  job: linkOf({ jobId }),
});

export const failedJob =
  (title: string) =>
  (job: JobView, reason: Reason): Rejection =>
    new Rejection(reason.code, reason.message, failureDetail(title, job, reason));
