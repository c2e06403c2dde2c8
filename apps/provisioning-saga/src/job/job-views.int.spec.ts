import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PgEventStore } from '@ferrule/event-store';
import type { JobEvent, JobListQuestion, JobState } from '@ferrule/provisioning-contracts';
import { jobStream, networkProvisionAccepted } from '@ferrule/provisioning-domain';
import { migrate, prepareDatabase } from '@ferrule/service';
import { useDatabase } from '@ferrule/testing';
import { DataSource } from 'typeorm';
import { migrations } from '../migrations/schema.ts';
import { JobHistoryView } from './job-history.view.ts';
import { JobListView } from './job-list.view.ts';
import { JobRow } from './job.row.ts';

const owner = { name: 'provisioning_owner', password: 'owner' };
const service = { name: 'provisioning', password: 'service' };
const options = '-c search_path=provisioning,public';
const database = useDatabase({
  name: 'provisioning',
  migrate: async (url) => {
    await prepareDatabase(url, [
      { schema: 'provisioning', ownerPassword: owner.password, password: service.password },
    ]);
    const as = new URL(url);
    [as.username, as.password] = [owner.name, owner.password];
    await migrate({ url: as.toString(), schema: 'provisioning', migrations });
  },
});

let dataSource: DataSource;
let store: PgEventStore;

const insert = (id: string, minute: number, more: Partial<Record<string, string>>) => {
  const row = { network_id: `net-${id}`, datacenter: 'DC1', status: 'COMPLETED', ...more };
  const startedAt = new Date(Date.UTC(2026, 0, 1, 12, minute));
  return dataSource.query(
    `insert into job (id, network_id, client_id, tenant, datacenter, workflow, status, started_at)
     values ($1, $2, 'acme', 'acme', $3, 'network.provision', $4, $5)`,
    [id, row.network_id, row.datacenter, row.status, startedAt],
  );
};

beforeAll(async () => {
  dataSource = new DataSource({
    type: 'postgres',
    url: database.urlFor(service),
    extra: { options },
    entities: [JobRow],
  });
  await dataSource.initialize();
  store = new PgEventStore(database.pool({ connectionString: database.urlFor(service), options }));
  await insert('a', 0, { status: 'FAILED' });
  await insert('b', 1, { datacenter: 'DC2' });
  await insert('c', 2, { status: 'NEEDS_OPERATOR', network_id: 'net-a' });
  await insert('d', 3, { status: 'NEEDS_OPERATOR', datacenter: 'DC2' });
  // At the same moment: their ids say which comes first.
  await insert('e', 4, {});
  await insert('f', 4, {});
});
afterAll(() => dataSource.destroy());

const list = async (question: JobListQuestion = {}) => {
  const { jobs, next } = await new JobListView(dataSource).list(question);
  return [jobs.map(({ jobId }) => jobId).join(''), next];
};

describe('a list of jobs', () => {
  const only = (...states: JobState[]): JobListQuestion => ({ states });

  it('has the newest first, and pages that meet without a gap', async () => {
    expect(await list()).toEqual(['fedcba', null]);
    expect(await list({ limit: 1 })).toEqual(['f', 'f']);
    expect(await list({ limit: 3, before: 'f' })).toEqual(['edc', 'c']);
    expect(await list({ limit: 2, before: 'c' })).toEqual(['ba', null]);
  });

  it('has only what was asked for, and of all that was asked for both', async () => {
    expect(await list(only('FAILED', 'NEEDS_OPERATOR'))).toEqual(['dca', null]);
    expect(await list({ networkId: 'net-a' })).toEqual(['ca', null]);
    expect(await list({ datacenter: 'DC2' })).toEqual(['db', null]);
    expect(await list({ datacenter: 'DC2', ...only('NEEDS_OPERATOR') })).toEqual(['d', null]);
    expect(await list({ since: '2026-01-01T13:03:00+01:00' })).toEqual(['fed', null]);
    expect(await list({ workflow: 'datacenter.prepare' })).toEqual(['', null]);
    expect(await list({ ...only('NEEDS_OPERATOR'), limit: 1 })).toEqual(['d', 'd']);
    expect(await list({ ...only('NEEDS_OPERATOR'), limit: 1, before: 'd' })).toEqual(['c', null]);
  });
});

describe('the history of a job', () => {
  const jobId = 'job-1';
  const ref = { jobId, networkId: 'net-1' };
  const request = {
    ...{ clientId: 'acme', type: 'production', datacenter: 'DC1', size: '/24' },
    ...{ enableDHCP: true, firewallProfile: 'standard', bgpEnabled: false, description: null },
  };
  const accepted = networkProvisionAccepted({
    ...{ ...ref, publisher: 'billing', request, router: 'dc1-r1', warnings: [] },
  });
  /** As large as a plan may be, so that two of them fit no answer. */
  const warning = 'x'.repeat(200 * 1024);
  const done: JobEvent = {
    type: 'StepCompleted',
    data: { ...ref, step: 'ipam_allocation', index: 0, result: null, warnings: [warning] },
  };

  beforeAll(async () => {
    await store.append({
      stream: jobStream(jobId),
      expected: 'none',
      meta: { correlationId: jobId, actor: 'ada', tenant: 'acme' },
      events: [accepted, done, done, done],
    });
  });

  it('comes in answers that the bus can carry, none of them empty, none event twice', async () => {
    const view = new JobHistoryView(store);
    const versions: number[] = [];
    for (let isWhole = false; !isWhole;) {
      const page = await view.history({ jobId, after: versions.at(-1) ?? 0 });
      expect(page.events.length).toBeGreaterThan(0);
      expect(JSON.stringify(page).length).toBeLessThan(900_000);
      versions.push(...page.events.map(({ version }) => version));
      ({ isWhole } = page);
    }
    expect(versions).toEqual([1, 2, 3, 4]);
    const rest = await view.history({ jobId, after: 4 });
    expect(rest).toMatchObject({ events: [], isWhole: true, job: { jobId } });
    expect((await view.history({ jobId })).events[0]).toMatchObject({
      version: 1,
      type: 'NetworkProvisionAccepted',
      actor: 'ada',
      data: { jobId, publisher: 'billing' },
    });
    expect(await view.timeline({ jobId })).toMatchObject({ jobId, endTime: null });
  });

  it('of a job that is not there is refused', async () => {
    const view = new JobHistoryView(store);
    await expect(view.history({ jobId: 'none' })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
    await expect(view.timeline({ jobId: 'none' })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  });
});
