import { afterAll, beforeAll } from '@jest/globals';
import { migrate, prepareDatabase } from '@ferrule/service';
import type { IpamCommand, IpamEvent } from '@ferrule/ipam-contracts';
import type pg from 'pg';
import { migrations } from './migrations/schema.ts';
import { CommandHandler } from './command/command.handler.ts';
import { type Instance, openInstance } from './instance.ts';

const owner = { name: 'ipam_owner', password: 'owner' };
const service = { name: 'ipam', password: 'service' };

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

export type Recorded = Pick<IpamEvent, 'type' | 'data'>;

export interface IpamInUse {
  /** One of several instances of the service, on one database. */
  instance(n?: number): Instance;
  /** A command of a tenant's, `acme` unless said otherwise; and all that is recorded of what it is about. */
  run(
    command: IpamCommand,
    by?: { readonly tenant?: string; readonly message?: string; readonly instance?: number },
  ): Promise<readonly Recorded[]>;
  /** As an administrator, who may do what the service may not. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export const useIpam = (database: Database, instances = 1): IpamInUse => {
  const running: Instance[] = [];
  beforeAll(async () => {
    for (let n = 0; n < instances; n += 1)
      running.push(await openInstance(database.urlFor(service)));
  });
  afterAll(async () => {
    for (const instance of running) await instance.close();
  });
  let admin: pg.Pool | undefined;
  let messages = 0;
  const at = (n: number): Instance => {
    const instance = running[n];
    if (instance === undefined) throw new RangeError(`there is no instance ${n}`);
    return instance;
  };
  return {
    instance: (n = 0) => at(n),
    run: async (command, { tenant = 'acme', message, instance = 0 } = {}) => {
      const handler = at(instance).app.get(CommandHandler);
      const id = message ?? `m-${(messages += 1)}`;
      const meta = { correlationId: id, actor: 'ada', tenant };
      await handler.execute(command, { meta, once: { consumer: 'specs', message: id } });
      return handler.story(command);
    },
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      admin ??= database.pool({ options: '-c search_path=ipam,public' });
      const { rows } = await admin.query<Row>(sql, [...values]);
      return rows;
    },
  };
};
