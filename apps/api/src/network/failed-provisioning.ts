import { Rejection, type RejectionDetail } from '@ferrule/kernel';
import type { JobRef, Reason } from '@ferrule/provisioning-contracts';
import { linkOf } from './started-job.ts';

/** What a caller whose network did not come about is told beside the cause. */
export const failureDetail = (
  { jobId }: Pick<JobRef, 'jobId'>,
  { code: _, message: __, field, suggestion, ...facts }: Reason,
): RejectionDetail => ({
  title: 'Failed to provision network',
  ...(field !== null && { field }),
  ...(suggestion !== null && { suggestion }),
  ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)),
  jobId,
  job: linkOf({ jobId }),
});

export const failedProvisioning = (job: Pick<JobRef, 'jobId'>, reason: Reason): Rejection =>
  new Rejection(reason.code, reason.message, failureDetail(job, reason));
