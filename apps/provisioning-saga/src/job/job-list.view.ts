import type { Scope, Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import {
  type JobListQuestion,
  type JobSummary,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { narrowToScope } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { IN_DATACENTERS } from './job-scope.ts';
import { JobRow } from './job.row.ts';

@Controller()
export class JobListView {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  @Answers(PROVISIONING_QUERIES.listJobs)
  async list(
    @Payload() { limit = 50, scope, ...question }: Scoped<JobListQuestion>,
  ): Promise<{ jobs: readonly JobSummary[]; next: string | null }> {
    const query = this.dataSource
      .getRepository(JobRow)
      .createQueryBuilder('job')
      .orderBy({ 'job.startedAt': 'DESC', 'job.id': 'DESC' })
      // One more than fits the page says whether there is another.
      .take(limit + 1);
    const allowed = scopeOf({ scope });
    const rows = await narrow(within(query, allowed), question).getMany();
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? (shown.at(-1)?.id ?? null) : null;
    return { jobs: shown.map(summary), next };
  }
}

const COLUMNS = { tenant: 'job.tenant', datacenter: 'job.datacenter' };

const within = (query: SelectQueryBuilder<JobRow>, { tenants, datacenters }: Scope) => {
  narrowToScope(query, { tenants, datacenters: null }, COLUMNS);
  return datacenters === null ? query : query.andWhere(IN_DATACENTERS, { datacenters });
};

const narrow = (
  query: SelectQueryBuilder<JobRow>,
  { before, states, networkId, datacenter, workflow, parentJobId, since }: JobListQuestion,
): SelectQueryBuilder<JobRow> => {
  if (before !== undefined)
    query.andWhere(
      '(job.started_at, job.id) < (select b.started_at, b.id from job b where b.id = :before)',
      { before },
    );
  if (states !== undefined) query.andWhere('job.status in (:...states)', { states });
  if (networkId !== undefined) query.andWhere('job.network_id = :networkId', { networkId });
  if (datacenter !== undefined) query.andWhere('job.datacenter = :datacenter', { datacenter });
  if (workflow !== undefined) query.andWhere('job.workflow = :workflow', { workflow });
  if (parentJobId !== undefined) query.andWhere('job.parent_id = :parentJobId', { parentJobId });
  if (since !== undefined) query.andWhere('job.started_at >= :since', { since });
  return query;
};

const summary = ({
  id,
  workflow,
  networkId,
  clientId,
  datacenter,
  status,
  startedAt,
}: JobRow): JobSummary => ({
  jobId: id,
  workflow,
  networkId,
  clientId,
  datacenter,
  status,
  startTime: startedAt.toISOString(),
});
