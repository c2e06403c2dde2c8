import type { FieldNotes } from '@ferrule/kernel';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import type { OperatorCommandType } from './operator-messages.ts';

const JOB_ID = /^[A-Za-z0-9_-]{1,64}$/;
const WRONG_ID = { message: 'jobId must be 1 to 64 letters, digits, "-" or "_"' };

const jobId = { description: 'The job', examples: ['job-1f0c9a7e5d3b482690ac47fe'] };
const reason = {
  description: 'Why, for whoever reads the trail',
  examples: ['the router is being replaced'],
};

/** What is ordered of a job without a reason, or with one. */
export class JobOrderPayload {
  static readonly notes: FieldNotes<JobOrderPayload> = { jobId, reason };

  @Matches(JOB_ID, WRONG_ID)
  jobId!: string;

  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;
}

/** What leaves something behind is not ordered without saying why. */
export class ReasonedOrderPayload {
  static readonly notes: FieldNotes<ReasonedOrderPayload> = { jobId, reason };

  @Matches(JOB_ID, WRONG_ID)
  jobId!: string;

  @IsString()
  @Length(1, 500)
  reason!: string;
}

export const OPERATOR_PAYLOADS = {
  PauseJob: JobOrderPayload,
  ResumeJob: JobOrderPayload,
  CancelJob: JobOrderPayload,
  RetryJob: JobOrderPayload,
  SkipStep: ReasonedOrderPayload,
  AbandonJob: ReasonedOrderPayload,
} as const satisfies Readonly<Record<OperatorCommandType, new () => object>>;
