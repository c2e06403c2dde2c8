import { afterAll, beforeAll } from '@jest/globals';
import { PgEventStore, Repeater } from '@ferrule/event-store';
import type { JobEvent, JobState, NetworkProvisionAccepted } from '@ferrule/provisioning-contracts';
import { jobStream, networkProvisionAccepted } from '@ferrule/provisioning-domain';
import { migrate, prepareDatabase } from '@ferrule/service';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { JobMetrics } from './job/job-metrics.ts';
import { JobHandler } from './job/job.handler.ts';
import { JobRow } from './job/job.row.ts';
import { migrations } from './migrations/schema.ts';

// For the specs of this service alone: its parts on a database of their own, and no bus.

const owner = { name: 'provisioning_owner', password: 'owner' };
const service = { name: 'provisioning', password: 'service' };
const options = '-c search_path=provisioning,public';

/** No router is in maintenance, unless a spec says so. */
const nobodyRests = { of: () => Promise.resolve(undefined) };

/** What the specs' database can do for it: an app knows nothing of the specs' library. */
interface Database {
  urlFor(role: { readonly name: string; readonly password: string }): string;
  pool(options?: pg.PoolConfig): pg.Pool;
}

/** The service's own schema and roles, made by its own migrations. */
export const SAGA_DATABASE = {
  name: 'provisioning',
  migrate: async (url: string): Promise<void> => {
    await prepareDatabase(url, [
      { schema: 'provisioning', ownerPassword: owner.password, password: service.password },
    ]);
    const as = new URL(url);
    [as.username, as.password] = [owner.name, owner.password];
    await migrate({ url: as.toString(), schema: 'provisioning', migrations });
  },
};

export const useSaga = (
  database: Database,
  maintenance: ConstructorParameters<typeof JobHandler>[4] = nobodyRests,
) => {
  const parts: { dataSource?: DataSource; store?: PgEventStore; handler?: JobHandler } = {};
  beforeAll(async () => {
    const url = database.urlFor(service);
    const dataSource = new DataSource({
      ...{ type: 'postgres', url, extra: { options } },
      entities: [JobRow],
    });
    await dataSource.initialize();
    const pool = database.pool({ connectionString: url, options });
    const store = new PgEventStore(pool);
    const nobody = {
      publish: () => Promise.resolve({ acknowledged: 0, busSequence: 0 }),
      inspect: () => Promise.reject(new Error('nobody asks for it')),
    };
    const repeater = new Repeater(pool, nobody, { source: 'provisioning', subjectOf: () => '' });
    const metrics = new JobMetrics(store);
    const handler = new JobHandler(store, metrics, repeater, dataSource, maintenance);
    Object.assign(parts, { dataSource, store, handler });
  });
  afterAll(async () => {
    await parts.dataSource?.destroy();
  });
  const there = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the saga is there within specs only');
    return part;
  };
  const ask = <T extends object>(text: string, id: string): Promise<T[]> =>
    there(parts.dataSource).query<T[]>(text, [id]);
  return {
    get dataSource() {
      return there(parts.dataSource);
    },
    get store() {
      return there(parts.store);
    },
    get handler() {
      return there(parts.handler);
    },
    ask,
    timerOf: (id: string) =>
      ask<{ due: Date }>('select due from timer where job_id = $1', id).then(([row]) => row?.due),
    statusOf: (id: string) =>
      ask<{ status: JobState }>('select status from job where id = $1', id).then(
        ([row]) => row?.status,
      ),
    commandsOf: (id: string) =>
      ask<{ subject: string }>(
        'select subject from command where stream = $1 order by pos',
        id,
      ).then((rows) => rows.map(({ subject }) => subject)),
    typesOf: async (id: string) =>
      (await there(parts.store).readStream<JobEvent>(jobStream(id))).map(({ type }) => type),
  };
};

let ids = 0;
/** Another network each time, unless one is named. */
export const accepted = (networkId?: string): NetworkProvisionAccepted => {
  ids += 1;
  return networkProvisionAccepted({
    jobId: `job-${ids}`,
    networkId: networkId ?? `net-${ids}`,
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

export const meta = (jobId: string) => ({ correlationId: jobId, actor: 'ada', tenant: 'acme' });

export const delivery = (jobId: string, message: string) => ({
  meta: meta(jobId),
  once: { consumer: 'spec', message: `${jobId}/${message}` },
});

export const result = {
  ...{ vlanId: 150, subnet: '172.16.150.0/24', gateway: '172.16.150.1', dhcpRange: null },
};

export const reasonOf = (code: string) => ({
  ...{ code, message: code, field: null, suggestion: null },
  ...{ resource: null, current: null, maximum: null, rangeStart: null, rangeEnd: null },
});
