import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PgEventStore, Repeater } from '@ferrule/event-store';
import type { JobEvent, NetworkProvisionAccepted } from '@ferrule/provisioning-contracts';
import {
  datacenterPrepareAccepted,
  jobStream,
  networkProvisionAccepted,
} from '@ferrule/provisioning-domain';
import { migrate, prepareDatabase } from '@ferrule/service';
import { until, useDatabase } from '@ferrule/testing';
import { DataSource } from 'typeorm';
import { migrations } from '../migrations/schema.ts';
import { JobMetrics } from './job-metrics.ts';
import { JobTimers } from './job-timers.ts';
import { JobHandler } from './job.handler.ts';

const noBatches = { round: () => Promise.resolve() };
/** No router is in maintenance. */
const nobodyRests = { of: () => Promise.resolve(undefined) };

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
let handler: JobHandler;

beforeAll(async () => {
  dataSource = new DataSource({
    type: 'postgres',
    url: database.urlFor(service),
    extra: { options },
  });
  await dataSource.initialize();
  const pool = database.pool({ connectionString: database.urlFor(service), options });
  store = new PgEventStore(pool);
  const nobody = {
    publish: () => Promise.resolve({ acknowledged: 0, busSequence: 0 }),
    inspect: () => Promise.reject(new Error('nobody asks for it')),
  };
  const repeater = new Repeater(pool, nobody, { source: 'provisioning', subjectOf: () => '' });
  handler = new JobHandler(store, new JobMetrics(store), repeater, dataSource, nobodyRests);
});
afterAll(async () => {
  await dataSource.destroy();
});

let ids = 0;
const accepted = (): NetworkProvisionAccepted => {
  ids += 1;
  return networkProvisionAccepted({
    jobId: `job-${ids}`,
    networkId: `net-${ids}`,
    publisher: 'billing',
    request: {
      clientId: 'acme-corp',
      type: 'production',
      datacenter: 'DC1',
      size: '/24',
      enableDHCP: true,
      firewallProfile: 'standard',
      bgpEnabled: false,
      description: null,
    },
    router: 'dc1-r1',
    warnings: [],
  });
};
const meta = (jobId: string) => ({ correlationId: jobId, actor: 'ada', tenant: 'acme' });
const delivery = (jobId: string, message: string) => ({
  meta: meta(jobId),
  once: { consumer: 'spec', message: `${jobId}/${message}` },
});
const ALLOCATION = { step: 'ipam_allocation', index: 0 } as const;
const result = { vlanId: 150, subnet: '172.16.150.0/24', gateway: '172.16.150.1', dhcpRange: null };

const ask = <T extends object>(text: string, id: string): Promise<T[]> =>
  dataSource.query<T[]>(text, [id]);
const timerOf = (id: string) =>
  ask<{ due: Date }>('select due from timer where job_id = $1', id).then(([row]) => row?.due);
const statusOf = (id: string) =>
  ask<{ status: string }>('select status from job where id = $1', id).then(([row]) => row?.status);
const commandsOf = (id: string) =>
  ask<{ subject: string }>('select subject from command where stream = $1 order by pos', id).then(
    (rows) => rows.map(({ subject }) => subject),
  );
const typesOf = async (id: string) =>
  (await store.readStream<JobEvent>(jobStream(id))).map(({ type }) => type);

/** A job whose only intent was to be answered a minute ago. */
const overdue = async (definitionVersion = 2): Promise<string> => {
  const { type, data } = accepted();
  const first = { type, data: { ...data, definitionVersion } };
  const { jobId, networkId } = data;
  const notAfter = new Date(Date.now() - 60_000).toISOString();
  const about = { workflow: 'network.provision', network_id: networkId, client_id: 'acme-corp' };
  await store.append({
    stream: jobStream(jobId),
    expected: 'none',
    meta: meta(jobId),
    events: [
      first,
      { type: 'StepIntended', data: { jobId, networkId, ...ALLOCATION, notAfter } },
    ] satisfies JobEvent[],
    rows: [
      {
        op: 'insert',
        table: 'job',
        row: { id: jobId, ...about, tenant: 'acme', datacenter: 'DC1', status: 'IN_PROGRESS' },
      },
      { op: 'insert', table: 'timer', row: { job_id: jobId, due: notAfter } },
    ],
  });
  return jobId;
};

describe('a job in the database', () => {
  it('has its intent, the command that carries it out and its timer in one transaction', async () => {
    const first = accepted();
    const { jobId } = first.data;
    await handler.start(first, delivery(jobId, 'start'));
    expect(await typesOf(jobId)).toEqual(['NetworkProvisionAccepted', 'StepIntended']);
    expect(await commandsOf(jobId)).toEqual(['cmd.ipam.network.allocate']);
    expect(await statusOf(jobId)).toBe('IN_PROGRESS');
    const due = await timerOf(jobId);
    expect(due?.getTime()).toBeGreaterThan(Date.now() + 100_000);

    const answer = { ...ALLOCATION, outcome: { result } };
    await handler.conclude(jobId, { type: 'ConcludeStep', data: answer }, delivery(jobId, 'a'));
    expect(await commandsOf(jobId)).toEqual([
      'cmd.ipam.network.allocate',
      'cmd.router.DC1.dc1-r1.plan',
    ]);
    // The plan has its own deadline, which is a nearer one.
    expect((await timerOf(jobId))?.getTime()).toBeLessThan(due?.getTime() ?? 0);
  });

  it('at its end waits for nothing', async () => {
    const first = accepted();
    const { jobId } = first.data;
    await handler.start(first, delivery(jobId, 'start'));
    const reason = {
      ...{ code: 'PREFIX_EXHAUSTED', message: 'full', field: null, suggestion: null },
      ...{ resource: null, current: null, maximum: null, rangeStart: null, rangeEnd: null },
    };
    const answer = { ...ALLOCATION, reason, nothingDone: true } as const;
    await handler.conclude(jobId, { type: 'ConcludeStep', data: answer }, delivery(jobId, 'a'));
    expect([await statusOf(jobId), await timerOf(jobId)]).toEqual(['FAILED', undefined]);
  });

  it('may be about no network', async () => {
    const jobId = 'job-prepare';
    const first = datacenterPrepareAccepted({
      ...{ jobId, datacenter: 'DC1', router: 'dc1-r1', publisher: 'api' },
    });
    await handler.start(first, delivery(jobId, 'start'));
    expect(await commandsOf(jobId)).toEqual(['cmd.router.DC1.dc1-r1.plan']);
    expect(
      await ask('select workflow, network_id, client_id from job where id = $1', jobId),
    ).toEqual([{ workflow: 'datacenter.prepare', network_id: null, client_id: null }]);
  });
});

describe('a timer', () => {
  it('that became due while nobody ran is fired by who comes next, and by several of them once', async () => {
    const jobs = await Promise.all([overdue(), overdue(), overdue()]);
    const instances = [1, 2, 3].map(() => new JobTimers(dataSource, handler, noBatches));
    for (const instance of instances) instance.onApplicationBootstrap();
    try {
      for (const jobId of jobs) {
        await until(async () => (await statusOf(jobId)) === 'ROLLING_BACK');
        expect(await typesOf(jobId)).toEqual([
          'NetworkProvisionAccepted',
          'StepIntended',
          'StepFailed',
          'StepUndoIntended',
        ]);
        expect(await commandsOf(jobId)).toEqual(['cmd.ipam.network.release']);
        expect((await timerOf(jobId))?.getTime()).toBeGreaterThan(Date.now());
      }
    } finally {
      for (const instance of instances) await instance.beforeApplicationShutdown();
    }
  });

  it('of a job that cannot be woken keeps no other job asleep', async () => {
    const broken = await overdue(99);
    const good = await overdue();
    const timers = new JobTimers(dataSource, handler, noBatches);
    timers.onApplicationBootstrap();
    try {
      await until(async () => (await statusOf(good)) === 'ROLLING_BACK');
      expect(await statusOf(broken)).toBe('IN_PROGRESS');
      expect((await timerOf(broken))?.getTime()).toBeGreaterThan(Date.now() + 30_000);
    } finally {
      await timers.beforeApplicationShutdown();
    }
  });
});
