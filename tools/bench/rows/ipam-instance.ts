import { ensureRole, withClient } from '@ferrule/testing';
import type { Ground } from '../ground.ts';

type InstanceModule = typeof import('../../../apps/ipam/src/instance.ts');
type Instance = Awaited<ReturnType<InstanceModule['openInstance']>>;
type SchemaModule = typeof import('../../../apps/ipam/src/migrations/schema.ts');

/** As it was built: Node cannot run a source that has decorators. */
const built = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../../../apps/ipam/dist/${path}`, import.meta.url).href)) as Module;

const ROLES = [
  { name: 'ipam_owner', password: 'ipam_owner' },
  { name: 'ipam', password: 'ipam' },
] as const;

export interface IpamOnGround {
  readonly instance: Instance;
  /** As the owner of the schema, one statement after another. */
  asOwner(sql: string): Promise<void>;
  /** For a reference: connections of the service's own role. */
  readonly url: string;
  close(): Promise<void>;
}

/** The service's own tables on the servers of the run, and one instance of it. */
export const openIpam = async (ground: Ground, poolSize = 10): Promise<IpamOnGround> => {
  const { migrate, prepareDatabase } = await import('@ferrule/service');
  const { openInstance } = await built<InstanceModule>('instance.js');
  const { migrations } = await built<SchemaModule>('migrations/schema.js');
  const [owner, service] = ROLES;
  await prepareDatabase(ground.postgresUrl, [
    { schema: 'ipam', ownerPassword: owner.password, password: service.password },
  ]);
  for (const role of ROLES) await ensureRole(ground.postgresUrl, role);
  const as = ({ name, password }: (typeof ROLES)[number]): string => {
    const url = new URL(ground.postgresUrl);
    [url.username, url.password] = [name, password];
    return url.toString();
  };
  await migrate({ url: as(owner), schema: 'ipam', migrations });
  const instance = await openInstance(as(service), poolSize);
  return {
    instance,
    url: as(service),
    asOwner: (sql) =>
      withClient(as(owner), async (client) => {
        await client.query('set search_path = ipam, public');
        await client.query(sql);
      }),
    close: () => instance.close(),
  };
};
