import { afterAll, beforeAll } from '@jest/globals';
import { PgEventStore } from '@ferrule/event-store';
import { migrate, openDatabase, poolOf, prepareDatabase } from '@ferrule/service';
import { DatabaseConfig, Secret } from '@ferrule/config';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { migrations } from './migrations/schema.ts';
import { NetworkHandler } from './network/network.handler.ts';
import { NetworkRow } from './network/network.row.ts';
import { SpaceCatalog } from './space/space-catalog.ts';
import { SpaceCommitter } from './space/space-committer.ts';

const owner = { name: 'ipam_owner', password: 'owner' };
const service = { name: 'ipam', password: 'service' };

/** One process of the service, without its bus: it knows nothing of the others. */
export interface Instance {
  readonly dataSource: DataSource;
  readonly store: PgEventStore;
  readonly committer: SpaceCommitter;
  readonly catalog: SpaceCatalog;
  readonly networks: NetworkHandler;
}

const instanceAt = async (url: string): Promise<Instance> => {
  const config = Object.assign(new DatabaseConfig(), { url: new Secret(url) });
  const dataSource = await openDatabase(config, 'ipam', [NetworkRow]);
  const pool = poolOf(dataSource);
  pool.on('error', () => undefined); // an idle connection that a spec cut; the next query tells
  const store = new PgEventStore(pool);
  const committer = new SpaceCommitter(pool, store);
  const catalog = new SpaceCatalog(dataSource);
  const networks = new NetworkHandler(store, committer, catalog, dataSource);
  return { dataSource, store, committer, catalog, networks };
};

/** What the specs' database can do for it: an app knows nothing of the specs' library. */
interface Database {
  urlFor(role: { readonly name: string; readonly password: string }): string;
  pool(options?: pg.PoolConfig): pg.Pool;
}

/** The service's own schema and roles, made by its own migrations. */
export const IPAM_DATABASE = {
  name: 'ipam',
  migrate: async (url: string): Promise<void> => {
    await prepareDatabase(url, [
      { schema: 'ipam', ownerPassword: owner.password, password: service.password },
    ]);
    const as = new URL(url);
    [as.username, as.password] = [owner.name, owner.password];
    await migrate({ url: as.toString(), schema: 'ipam', migrations });
  },
};

export interface IpamInUse {
  /** One of several instances of the service, on one database. */
  instance(n?: number): Instance;
  /** As an administrator, who may do what the service may not. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export const useIpam = (database: Database, instances = 1): IpamInUse => {
  const running: Instance[] = [];
  beforeAll(async () => {
    for (let n = 0; n < instances; n += 1) running.push(await instanceAt(database.urlFor(service)));
  });
  afterAll(async () => {
    for (const { dataSource } of running) await dataSource.destroy();
  });
  let admin: pg.Pool | undefined;
  return {
    instance: (n = 0) => {
      const instance = running[n];
      if (instance === undefined) throw new RangeError(`there is no instance ${n}`);
      return instance;
    },
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      admin ??= database.pool({ options: '-c search_path=ipam,public' });
      const { rows } = await admin.query<Row>(sql, [...values]);
      return rows;
    },
  };
};
