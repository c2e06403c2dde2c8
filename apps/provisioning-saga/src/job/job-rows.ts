import type { RowChange } from '@ferrule/event-store';
import type { Meta } from '@ferrule/kernel';
import { JOB_ENDS, type JobEvent } from '@ferrule/provisioning-contracts';
import { aboutOf, awaitedRouter, dueAt, type Job, workflowOf } from '@ferrule/provisioning-domain';

type KnownJob = Exclude<Job, 'none'>;

/** One job at a time has a key: the database lets no second one in. */
export const KEY_CONSTRAINT = 'job_by_key';

/** What lists, timers and queues know of a job, in the transaction of its events. */
export const rowsOf = (
  events: readonly JobEvent[],
  job: Job,
  { tenant }: Pick<Meta, 'tenant'>,
): RowChange[] => {
  if (job === 'none' || events.length === 0) return [];
  const { accepted } = job;
  const { jobId: id, definition: workflow, definitionVersion } = accepted.data;
  const { status } = job;
  if (!events.includes(accepted))
    return [
      { op: 'update', table: 'job', key: ['id'], row: { id, status, ...keyOf(job) } },
      timerOf(id, job),
    ];
  const { networkId, clientId, datacenter, parentJobId } = aboutOf(accepted);
  const about = { network_id: networkId, client_id: clientId, datacenter, parent_id: parentJobId };
  const row = { id, workflow, definition_version: definitionVersion, ...about, tenant, status };
  return [{ op: 'insert', table: 'job', row: { ...row, ...keyOf(job) } }, timerOf(id, job)];
};

/** Which key it has, or waits for. */
const keyOf = ({ accepted, status, queued }: KnownJob) => {
  if (JOB_ENDS.includes(status) && status !== 'NEEDS_OPERATOR')
    return { key: null, waits_for: null };
  if (queued !== null) return { key: null, waits_for: queued.key };
  return { key: workflowOf(accepted).key, waits_for: null };
};

const timerOf = (id: string, job: KnownJob): RowChange => {
  const due = dueAt(job);
  if (due === null) return { op: 'delete', table: 'timer', key: ['job_id'], row: { job_id: id } };
  const router = job.postponed === null ? null : awaitedRouter(job);
  const row = { job_id: id, due: new Date(due).toISOString(), router };
  return { op: 'upsert', table: 'timer', key: ['job_id'], row };
};
