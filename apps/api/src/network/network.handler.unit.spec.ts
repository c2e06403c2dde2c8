import { describe, expect, it } from '@jest/globals';
import { type Envelope, EVERYTHING, type Rejection } from '@ferrule/kernel';
import {
  FAILED_JOB_EXAMPLE,
  JOB_EXAMPLE,
  type JobAnswer,
  type JobView,
  PROVISION_NETWORK_EXAMPLE,
  type ProvisionNetworkRequest,
} from '@ferrule/provisioning-contracts';
import { asCaller, type Caller } from '../access/caller.ts';
import { JobStarter } from '../job/job-starter.ts';
import type { Preference } from '../job/prefer.ts';
import { NetworkHandler } from './network.handler.ts';

type Find = (jobId: string) => Promise<JobAnswer | undefined>;

const WAIT: Preference = { async: false, waitMs: 30_000 };
const ASYNC: Preference = { async: true, waitMs: 30_000 };

const job = (changed: Partial<JobView> = {}): JobAnswer => ({
  outcome: 'accepted',
  job: { ...JOB_EXAMPLE, ...changed },
});
const underWay = job({ status: 'IN_PROGRESS', result: null });

const rejected: JobAnswer & { readonly outcome: 'rejected' } = {
  outcome: 'rejected',
  rejection: {
    jobId: JOB_EXAMPLE.jobId,
    publisher: 'api',
    code: 'IDEMPOTENCY_KEY_REUSED',
    field: null,
    message: 'started by this id with another request',
    suggestion: null,
  },
};

/** A service whose answers come one after the other; the last one stays. */
class Saga {
  readonly published: Envelope[] = [];
  readonly followed: JobAnswer[] = [];

  constructor(
    private readonly before: JobAnswer | undefined,
    private readonly after: readonly JobAnswer[] = [],
  ) {}

  readonly handler = new NetworkHandler(
    new JobStarter(
      {
        publish: async (_, envelope) => {
          this.published.push(envelope);
          return { stream: 'CMD_PROVISIONING', streamSequence: 1, duplicate: false };
        },
      },
      {
        find: (async () => this.before) satisfies Find,
        follow: async (_, isEnough) => {
          for (const answer of this.after) {
            this.followed.push(answer);
            if (isEnough(answer)) return answer;
          }
          return this.after.at(-1);
        },
      },
    ),
    { ask: () => Promise.reject(new Error('nobody is asked')) },
  );

  provision(
    key?: string,
    request: ProvisionNetworkRequest = PROVISION_NETWORK_EXAMPLE,
    preference = WAIT,
  ) {
    return asCaller(CALLER, () => this.handler.provision(request, key, preference));
  }
}

const CALLER: Caller = {
  ...{ actor: 'key:spec', tenant: 'demo', scope: EVERYTHING },
  ...{ keyId: 'spec', expiresAt: null },
  role: 'admin',
};

const other: ProvisionNetworkRequest = { ...PROVISION_NETWORK_EXAMPLE, size: '/25' };

const rejectionOf = async (promise: Promise<unknown>): Promise<Rejection> => {
  const [settled] = await Promise.allSettled([promise]);
  if (settled.status === 'fulfilled') throw new Error('it was taken');
  return settled.reason as Rejection;
};

describe('a request without a key', () => {
  it('is a command of its own each time, in canonical JSON', async () => {
    const saga = new Saga(undefined, [job()]);
    const first = await saga.provision();
    const second = await saga.provision();
    expect(first.jobId).not.toBe(second.jobId);
    expect(first.networkId).not.toBe(second.networkId);
    expect(saga.published).toHaveLength(2);
    expect(saga.published[0]).toMatchObject({
      type: 'ProvisionNetwork',
      source: 'api',
      meta: { correlationId: first.jobId, tenant: 'demo' },
      body: '{"clientId":"acme-corp","datacenter":"DC1","options":{"bgpEnabled":false,"description":"ACME production network","enableDHCP":true,"firewallProfile":"standard"},"size":"/24","type":"production"}',
    });
  });

  it('waits for the end, and no longer', async () => {
    const saga = new Saga(undefined, [underWay, job(), job()]);
    expect((await saga.provision()).job?.status).toBe('COMPLETED');
    expect(saga.followed).toHaveLength(2);
  });

  it('that does not want to wait is answered with the first that is seen', async () => {
    const saga = new Saga(undefined, [underWay, job()]);
    const { job: seen } = await saga.provision(undefined, PROVISION_NETWORK_EXAMPLE, ASYNC);
    expect(seen?.status).toBe('IN_PROGRESS');
  });

  it('that nobody has taken up yet knows its job and its network', async () => {
    expect(await new Saga(undefined).provision()).toEqual({
      jobId: expect.stringMatching(/^job-[0-9a-f]{24}$/),
      networkId: expect.stringMatching(/^net-[0-9a-f]{16}$/),
      job: undefined,
    });
  });

  it('that fails says what failed, why, and where the job is', async () => {
    const saga = new Saga(undefined, [{ outcome: 'accepted', job: FAILED_JOB_EXAMPLE }]);
    const { jobId, error } = FAILED_JOB_EXAMPLE;
    expect(await rejectionOf(saga.provision())).toMatchObject({
      code: 'VLAN_EXHAUSTED',
      message: error.message,
      detail: {
        title: 'Failed to provision network',
        field: 'datacenter',
        suggestion: error.suggestion,
        resource: 'vlans',
        current: 1901,
        maximum: 1901,
        rangeStart: '100',
        rangeEnd: '2000',
        jobId,
        job: `/api/v1/jobs/${jobId}`,
      },
    });
  });
});

describe('a request with a key', () => {
  it('is the same command when it is repeated, and another one for another tenant', async () => {
    const saga = new Saga(undefined, [job()]);
    const first = await saga.provision('k');
    expect(await saga.provision('k')).toEqual(first);
    expect(saga.published[0]?.id).toBe(saga.published[1]?.id);
    expect((await saga.provision('l')).jobId).not.toBe(first.jobId);
  });

  it('that was answered once gets that answer, and is not sent again', async () => {
    const saga = new Saga(job());
    expect((await saga.provision('k')).job).toEqual(JOB_EXAMPLE);
    expect(saga.published).toEqual([]);
  });

  it('whose job is under way waits for its end without sending it again', async () => {
    const saga = new Saga(underWay, [underWay, job()]);
    expect((await saga.provision('k')).job?.status).toBe('COMPLETED');
    expect(saga.published).toEqual([]);
  });

  it('that was rejected once stays rejected, and is not sent again', async () => {
    const saga = new Saga({
      ...rejected,
      rejection: { ...rejected.rejection, code: 'DATACENTER_NOT_FOUND', field: 'datacenter' },
    });
    expect((await rejectionOf(saga.provision('k'))).code).toBe('DATACENTER_NOT_FOUND');
    expect(saga.published).toEqual([]);
  });

  it.each([
    ['at its end', job()],
    ['under way', underWay],
    ['that failed', { outcome: 'accepted', job: FAILED_JOB_EXAMPLE } satisfies JobAnswer],
  ])('is refused at once when it belongs to another request, %s', async (_, before) => {
    const saga = new Saga(before);
    expect(await rejectionOf(saga.provision('k', other))).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      detail: { field: 'Idempotency-Key', job: `/api/v1/jobs/${JOB_EXAMPLE.jobId}` },
    });
    expect(saga.published).toEqual([]);
    expect(saga.followed).toEqual([]);
  });

  it('of two that race is refused as soon as the other one is seen to have won', async () => {
    const saga = new Saga(undefined, [underWay, job()]);
    expect((await rejectionOf(saga.provision('k', other))).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(saga.followed).toHaveLength(1);
  });

  it('is not blamed for another request that used its key later', async () => {
    const both: JobAnswer = {
      ...job(),
      outcome: 'accepted',
      job: JOB_EXAMPLE,
      rejection: rejected.rejection,
    };
    const saga = new Saga(both);
    expect((await saga.provision('k')).job).toEqual(JOB_EXAMPLE);
    expect((await rejectionOf(saga.provision('k', other))).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('counts what is left out as its default', async () => {
    const { options: _, type: __, ...least } = PROVISION_NETWORK_EXAMPLE;
    const description = { description: 'ACME production network' };
    const saga = new Saga(job());
    expect((await saga.provision('k', { ...least, options: description })).job).toEqual(
      JOB_EXAMPLE,
    );
    expect((await rejectionOf(saga.provision('k', least))).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});
