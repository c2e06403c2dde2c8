import type { FieldNotes } from '@ferrule/kernel';
import { JOB_STATES, type JobState } from '@ferrule/provisioning-contracts';
import { Transform } from 'class-transformer';
import { IsIn, IsISO8601, IsOptional, Matches } from 'class-validator';
import { ID, PageQuery } from '../page.ts';

const listOf = ({ value }: { readonly value: unknown }): unknown =>
  typeof value === 'string' ? value.split(',') : value;

/** What of all jobs is wanted. */
export class JobsQuery extends PageQuery {
  static override readonly notes: FieldNotes<JobsQuery> = {
    ...PageQuery.notes,
    state: { description: 'Only jobs in one of these states, joined by commas' },
    network: { description: 'Only jobs of this network' },
    datacenter: { description: 'Only jobs in this datacenter' },
    workflow: { description: 'Only jobs of this workflow', examples: ['network.provision'] },
    parent: { description: 'Only the jobs of this batch' },
    since: { description: 'Only jobs that began then or later', format: 'date-time' },
  };

  @IsOptional()
  @Transform(listOf)
  @IsIn(JOB_STATES, {
    each: true,
    message: `state must be some of: ${JOB_STATES.join(', ')}`,
  })
  state?: JobState[];

  @IsOptional()
  @Matches(ID, { message: 'network must be 1 to 64 letters, digits, "-" or "_"' })
  network?: string;

  @IsOptional()
  @Matches(ID, { message: 'datacenter must be 1 to 64 letters, digits, "-" or "_"' })
  datacenter?: string;

  @IsOptional()
  @Matches(/^[a-z.-]{1,64}$/, { message: 'workflow must be the name of a workflow' })
  workflow?: string;

  @IsOptional()
  @Matches(ID, { message: 'parent must be 1 to 64 letters, digits, "-" or "_"' })
  parent?: string;

  @IsOptional()
  @IsISO8601(
    { strict: true, strictSeparator: true },
    { message: 'since must be a time such as 2026-01-05T10:00:00Z' },
  )
  since?: string;
}

export class JobPath {
  @Matches(ID, { message: 'jobId must be 1 to 64 letters, digits, "-" or "_"' })
  jobId!: string;
}
