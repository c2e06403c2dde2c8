import { randomUUIDv7 } from 'node:crypto';
import { Rejection } from '@ferrule/kernel';
import { Publisher } from '@ferrule/messaging';
import {
  JOB_ENDS,
  type JobAnswer,
  jobIdOf,
  type JobView,
  type ProvisioningCommandType,
  provisioningCommandSubject,
  type Reason,
} from '@ferrule/provisioning-contracts';
import { currentTraceparent } from '@ferrule/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import canonicalize from 'canonicalize';
import { callerNow } from '../access/caller.ts';
import { keyedId } from './idempotency-key.ts';
import type { Preference } from './prefer.ts';
import { linkOf } from './started-job.ts';
import { JobFollower } from './job-follower.ts';

export const PUBLISHER = 'api';

/** What somebody asks for, and how to know it again. */
export interface Asked {
  readonly command: ProvisioningCommandType;
  readonly body: object;
  readonly key: string | undefined;
  readonly preference: Preference;
  /** Whether a job is the one that was asked for. */
  isSame(this: void, job: JobView): boolean;
  /** What a job that failed is told as. */
  failed(this: void, job: JobView, reason: Reason): Rejection;
}

/** What the caller can be told now: a job at its end, on its way, or not even taken up yet. */
export interface Started {
  /** The id of the command; what it is about follows from it. */
  readonly id: string;
  readonly jobId: string;
  readonly job: JobView | undefined;
}

/** Sends a command that becomes a job, and waits for what becomes of it. */
@Injectable()
export class JobStarter {
  constructor(
    @Inject(Publisher) private readonly publisher: Pick<Publisher, 'publish'>,
    @Inject(JobFollower) private readonly follower: Pick<JobFollower, 'find' | 'follow'>,
  ) {}

  async start(asked: Asked): Promise<Started> {
    const { key, preference } = asked;
    const isKeyed = key !== undefined;
    const id = isKeyed ? keyedId(callerNow().tenant, key) : randomUUIDv7();
    const jobId = jobIdOf(PUBLISHER, id);
    const deadline = performance.now() + preference.waitMs;
    const isEnough = (seen: JobAnswer): boolean =>
      seen.outcome === 'rejected' ||
      preference.async ||
      JOB_ENDS.includes(seen.job.status) ||
      !asked.isSame(seen.job);
    // What was answered once stays answered: a repeat must not become a second command, not even
    // after the bus has forgotten the id of the first.
    const known = isKeyed ? await this.follower.find(jobId) : undefined;
    if (!known) await this.#publish(id, jobId, asked);
    const answer =
      known && isEnough(known)
        ? known
        : await this.follower.follow(jobId, isEnough, deadline, isKeyed);
    return { id, jobId, job: answer && accepted(answer, asked) };
  }

  async #publish(id: string, jobId: string, { command, body }: Asked): Promise<void> {
    const { actor, tenant } = callerNow();
    const traceparent = currentTraceparent();
    await this.publisher.publish(provisioningCommandSubject(command, PUBLISHER), {
      id,
      type: command,
      schemaVersion: 1,
      source: PUBLISHER,
      time: new Date().toISOString(),
      meta: {
        correlationId: jobId,
        actor,
        tenant,
        ...(traceparent !== undefined && { traceparent }),
      },
      body: canonicalize(body) ?? '{}',
    });
  }
}

export const keyWasReused = (job: JobView): Rejection =>
  new Rejection('IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key was used for another request', {
    field: 'Idempotency-Key',
    suggestion: 'send a new request under a new key',
    job: linkOf(job),
  });

const accepted = (answer: JobAnswer, { isSame, failed }: Asked): JobView => {
  if (answer.outcome === 'rejected') {
    const { code, message, field, suggestion } = answer.rejection;
    throw new Rejection(code, message, {
      ...(field !== null && { field }),
      ...(suggestion !== null && { suggestion }),
    });
  }
  // A rejection beside the job is that of another request under the same id: this caller's, when
  // the job is not what it asked for.
  const { job } = answer;
  if (!isSame(job)) throw keyWasReused(job);
  if (job.error !== null) throw failed(job, job.error);
  return job;
};
