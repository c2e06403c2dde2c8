import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EVERYTHING, type Scope } from '@ferrule/kernel';
import { type JobAccepted, type JobRejected, jobIdOf } from '@ferrule/provisioning-contracts';
import {
  datacenterPrepareAccepted,
  networkBatchAccepted,
  networkProvisionAccepted,
} from '@ferrule/provisioning-domain';
import { useDatabase } from '@ferrule/testing';
import { accepted, SAGA_DATABASE, useSaga } from '../spec-rig.ts';
import { JobHistoryView } from './job-history.view.ts';
import { JobListView } from './job-list.view.ts';
import { JobReader } from './job-reader.ts';
import { rejectionStream } from './job-rejections.ts';
import { JobView } from './job.view.ts';
import { OrderConsumer } from './order.consumer.ts';

const saga = useSaga(useDatabase(SAGA_DATABASE));

const acme: Scope = { tenants: ['acme'], datacenters: null };
const globex: Scope = { tenants: ['globex'], datacenters: null };
const both: Scope = { tenants: ['acme', 'globex'], datacenters: null };
const acmeInDC1: Scope = { tenants: ['acme'], datacenters: ['DC1'] };

const { data: example } = accepted();
const provisioning = (jobId: string, datacenter = 'DC1') =>
  networkProvisionAccepted({
    ...{ jobId, networkId: `net-of-${jobId}`, publisher: 'api', router: 'dc1-r1', warnings: [] },
    request: { ...example.request, datacenter },
  });
const start = (tenant: string, job: JobAccepted) =>
  saga.handler.start(job, {
    meta: { correlationId: job.data.jobId, actor: 'ada', tenant },
    once: { consumer: 'spec', message: job.data.jobId },
  });
const reader = () => new JobReader(saga.store, saga.dataSource);
const view = () => new JobView(saga.store, reader());
const history = () => new JobHistoryView(saga.store);
let orders = 0;
const order = (type: string, jobId: string, scope: Scope) =>
  new OrderConsumer(saga.handler, reader()).execute({
    ...{ id: `order-${(orders += 1)}`, type, data: { jobId, reason: 'because' } },
    ...{ meta: { actor: 'bob', tenant: scope.tenants?.[0] ?? 'ops' }, scope },
  });
const told = async (id: string, work: Promise<unknown>) => {
  const [settled] = await Promise.allSettled([work]);
  if (settled.status === 'fulfilled') return settled.value;
  const { code, message, detail } = settled.reason as Record<string, unknown>;
  return { code, detail, message: String(message).replaceAll(id, '…') };
};

beforeAll(async () => {
  await start('acme', provisioning('acme-1'));
  await start('globex', provisioning('globex-1'));
  await start('acme', provisioning('acme-2', 'DC2'));
  await start('globex', provisioning('globex-2', 'DC2'));
  await start(
    'acme',
    networkBatchAccepted({
      ...{ jobId: 'acme-batch', publisher: 'api', parallel: 8 },
      networks: ['DC1', 'DC2'].map((datacenter) => ({
        ...{ networkId: `net-${datacenter}`, router: 'r' },
        request: { ...example.request, datacenter },
      })),
    }),
  );
});

describe('jobs', () => {
  const list = async (scope: Scope | undefined, more: object = {}) => {
    const question = { ...more, ...(scope && { scope }) };
    const { jobs, next } = await new JobListView(saga.dataSource).list(question);
    return [jobs.map(({ jobId }) => jobId).join(' '), next];
  };

  it('are listed within the scope, and pages of it tell nothing of the rest', async () => {
    expect(await list(acme)).toEqual(['acme-batch acme-2 acme-1', null]);
    expect(await list(globex)).toEqual(['globex-2 globex-1', null]);
    expect(await list(globex, { limit: 2 })).toEqual(['globex-2 globex-1', null]);
    expect(await list(globex, { limit: 1 })).toEqual(['globex-2', 'globex-2']);
    expect(await list(globex, { limit: 1, before: 'globex-2' })).toEqual(['globex-1', null]);
    // A batch is seen by who may see all of it.
    expect(await list(acmeInDC1)).toEqual(['acme-1', null]);
    expect(await list({ tenants: null, datacenters: ['DC2'] })).toEqual(['globex-2 acme-2', null]);
    expect(await list({ tenants: null, datacenters: ['DC1', 'DC2', 'DC3'] })).toEqual(
      await list(EVERYTHING),
    );
    expect(await list({ tenants: [], datacenters: null })).toEqual(['', null]);
    expect(await list(acme, { networkId: 'net-of-globex-1' })).toEqual(['', null]);
  });

  it('are all there for another service', async () => {
    expect(await list(undefined)).toEqual(await list(both));
  });

  it('by id, with their history, timeline and orders, are as if they were not there', async () => {
    for (const [jobId, scope] of [
      ['globex-1', acme],
      ['acme-2', acmeInDC1],
      ['acme-batch', acmeInDC1],
    ] as const) {
      const asked = (id: string) => [
        () => view().get({ jobId: id, scope }),
        () => history().history({ jobId: id, scope }),
        () => history().timeline({ jobId: id, scope }),
        () => order('PauseJob', id, scope),
        () => order('CancelJob', id, scope),
        () => order('AbandonJob', id, scope),
      ];
      for (const [n, ask] of asked(jobId).entries()) {
        const answer = await told(jobId, ask());
        expect(answer).toEqual(await told('none', asked('none')[n]!()));
        expect(answer).toMatchObject({ code: expect.stringMatching(/^JOB_(NOT_FOUND|UNKNOWN)$/) });
      }
      expect(await saga.statusOf(jobId)).toBe('IN_PROGRESS');
    }
    expect(await view().get({ jobId: 'acme-1', scope: acmeInDC1 })).toMatchObject({
      outcome: 'accepted',
    });
    expect((await history().history({ jobId: 'acme-batch', scope: acme })).events).toHaveLength(
      (await saga.typesOf('acme-batch')).length,
    );
    expect(await order('PauseJob', 'acme-1', acmeInDC1)).toMatchObject({
      job: { status: 'PAUSED' },
    });
  });

  it('that were refused are told to their own tenant, in whatever datacenter', async () => {
    const jobId = jobIdOf('api', 'refused');
    const rejected: JobRejected = {
      type: 'NetworkProvisionRejected',
      data: {
        ...{ jobId, publisher: 'api', code: 'SIZE_INVALID', message: 'no', field: 'size' },
        suggestion: null,
      },
    };
    await saga.store.append({
      ...{ stream: rejectionStream(jobId), expected: 'none', events: [rejected] },
      meta: { correlationId: jobId, actor: 'ada', tenant: 'acme' },
    });
    expect(await view().get({ jobId, scope: acmeInDC1 })).toMatchObject({ outcome: 'rejected' });
    expect(await told(jobId, view().get({ jobId, scope: globex }))).toEqual(
      await told('none', view().get({ jobId: 'none', scope: globex })),
    );
  });

  it('that wait for another tenant’s do not say which that is', async () => {
    const prepare = (jobId: string) =>
      datacenterPrepareAccepted({ jobId, datacenter: 'DC1', router: 'dc1-r1', publisher: 'api' });
    await start('acme', prepare('acme-prepares'));
    await start('globex', prepare('globex-prepares'));
    await start('acme', prepare('acme-prepares-too'));
    const waitsFor = async (jobId: string) => (await reader().find(jobId))?.waitsFor;
    expect(await waitsFor('globex-prepares')).toMatch(/^another job works on datacenter/);
    expect(await waitsFor('acme-prepares-too')).toMatch(/^acme-prepares works on datacenter/);
  });
});
