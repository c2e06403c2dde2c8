import { isWithin, Rejection, type Scope } from '@ferrule/kernel';

interface Whose {
  readonly tenant: string;
  /** A batch works in several, joined by commas. */
  readonly datacenter: string;
}

/** Who may not see one of its datacenters does not see a batch at all. */
export const isJobWithin = (scope: Scope, { tenant, datacenter }: Whose): boolean =>
  datacenter.split(',').every((one) => isWithin(scope, { tenant, datacenter: one }));

/** The same for a list: its datacenters as the database knows them. */
export const IN_DATACENTERS = `string_to_array(job.datacenter, ',') <@ :datacenters::text[]`;

/** Also for a job that whoever asks may not know of. */
export const noJob = (jobId: string): Rejection =>
  new Rejection('JOB_NOT_FOUND', `there is no job ${jobId}`, { field: 'jobId' });
