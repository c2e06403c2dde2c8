import { hash, randomUUIDv7 } from 'node:crypto';
import { Rejection } from '@ferrule/kernel';
import { Publisher } from '@ferrule/messaging';
import {
  type JobAnswer,
  jobIdOf,
  type JobRef,
  type JobView,
  networkIdOf,
  provisionNetworkSubject,
  type ProvisionNetworkRequest,
} from '@ferrule/provisioning-contracts';
import { currentTraceparent } from '@ferrule/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import canonicalize from 'canonicalize';
import { ApiConfig } from '../config.ts';
import { JobFollower } from '../job/job-follower.ts';
import { failedProvisioning } from './failed-provisioning.ts';
import type { Preference } from './prefer.ts';
import { linkOf } from './started-job.ts';

const PUBLISHER = 'api';

/** What the caller can be told now: a job at its end, on its way, or not even taken up yet. */
export interface Provisioning extends JobRef {
  readonly job: JobView | undefined;
}

const isEnd = ({ status }: JobView): boolean => status === 'COMPLETED' || status === 'FAILED';

@Injectable()
export class NetworkHandler {
  constructor(
    @Inject(ApiConfig) private readonly config: Pick<ApiConfig, 'tenant'>,
    @Inject(Publisher) private readonly publisher: Pick<Publisher, 'publish'>,
    @Inject(JobFollower) private readonly follower: Pick<JobFollower, 'find' | 'follow'>,
  ) {}

  async provision(
    request: ProvisionNetworkRequest,
    idempotencyKey: string | undefined,
    preference: Preference,
  ): Promise<Provisioning> {
    const { tenant } = this.config;
    const isKeyed = idempotencyKey !== undefined;
    const id = isKeyed ? keyed(tenant, idempotencyKey) : randomUUIDv7();
    const ref = { jobId: jobIdOf(PUBLISHER, id), networkId: networkIdOf(PUBLISHER, id) };
    const deadline = performance.now() + preference.waitMs;
    const isEnough = (seen: JobAnswer): boolean =>
      seen.outcome === 'rejected' ||
      preference.async ||
      isEnd(seen.job) ||
      !isSame(seen.job, request);
    // What was answered once stays answered: a repeat must not become a second command, not even
    // after the bus has forgotten the id of the first.
    const known = isKeyed ? await this.follower.find(ref.jobId) : undefined;
    if (!known) await this.#publish(id, ref.jobId, request);
    const answer =
      known && isEnough(known)
        ? known
        : await this.follower.follow(ref.jobId, isEnough, deadline, isKeyed);
    return { ...ref, job: answer && accepted(answer, request) };
  }

  async #publish(id: string, jobId: string, request: ProvisionNetworkRequest): Promise<void> {
    const traceparent = currentTraceparent();
    await this.publisher.publish(provisionNetworkSubject(PUBLISHER), {
      id,
      type: 'ProvisionNetwork',
      schemaVersion: 1,
      source: PUBLISHER,
      time: new Date().toISOString(),
      meta: {
        correlationId: jobId,
        actor: 'anonymous',
        tenant: this.config.tenant,
        ...(traceparent !== undefined && { traceparent }),
      },
      body: canonicalize(request) ?? '{}',
    });
  }
}

/** The same key gives the same command, and with it the same job. */
const keyed = (tenant: string, key: string): string =>
  `key-${hash('sha256', JSON.stringify([tenant, key]), 'hex').slice(0, 32)}`;

const accepted = (answer: JobAnswer, request: ProvisionNetworkRequest): JobView => {
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
  if (!isSame(job, request))
    throw new Rejection(
      'IDEMPOTENCY_KEY_REUSED',
      'this Idempotency-Key was used for another request',
      {
        field: 'Idempotency-Key',
        suggestion: 'send a new request under a new key',
        job: linkOf(job),
      },
    );
  if (job.error !== null) throw failedProvisioning(job, job.error);
  return job;
};

const isSame = ({ request }: JobView, asked: ProvisionNetworkRequest): boolean =>
  request.clientId === asked.clientId &&
  request.datacenter === asked.datacenter &&
  request.size === asked.size &&
  request.type === (asked.type ?? 'production') &&
  request.enableDHCP === (asked.options?.enableDHCP ?? true) &&
  request.firewallProfile === (asked.options?.firewallProfile ?? 'standard') &&
  request.bgpEnabled === (asked.options?.bgpEnabled ?? false) &&
  request.description === (asked.options?.description ?? null);
