import { objectSchema } from '@ferrule/kernel';
import { type JobRef, jobFields, type JobView } from '@ferrule/provisioning-contracts';

/** What is known of a job before its service has taken up the command, and the whole job after. */
export type StartedJob = JobView | (JobRef & { readonly status: 'PENDING' });

export const linkOf = ({ jobId }: Pick<JobRef, 'jobId'>): string => `/api/v1/jobs/${jobId}`;

const KNOWN_AT_ONCE = new Set<string>(['jobId', 'networkId', 'status']);

const isLater = (name: string): name is keyof JobView => !KNOWN_AT_ONCE.has(name);

export const STARTED_JOB_SCHEMA = objectSchema<JobView>(jobFields, {
  description: 'A job on its way; all of it can be read behind Location',
  optional: Object.keys(jobFields).filter(isLater),
});
