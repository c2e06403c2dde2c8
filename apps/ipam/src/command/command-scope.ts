import { PgEventStore } from '@ferrule/event-store';
import type { AllocatePrefixData, IpamCommand, PrefixEvent } from '@ferrule/ipam-contracts';
import { prefixStream } from '@ferrule/ipam-domain';
import { isWithin, Rejection, type Scope } from '@ferrule/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NetworkRow } from '../network/network.row.ts';
import { unknownNetwork } from '../network/unknown-network.ts';
import { SpaceCatalog } from '../space/space-catalog.ts';
import { checkSpace } from '../space/space-within.ts';

/** What is made for one datacenter, by the name of its id. */
const HOUSE_TABLES = {
  poolId: `(select id, datacenter from space where kind = 'pool') pool`,
  vlanGroupId: 'vlan_group',
  supernetId: 'supernet',
  numberPoolId: 'number_pool',
} as const;

const MADE = new Set<IpamCommand['type']>([
  ...(['CreatePool', 'CreateVlanGroup', 'AddSupernet', 'CreateNumberPool'] as const),
]);

const placeIn = (data: object): string | null =>
  'datacenter' in data && typeof data.datacenter === 'string' ? data.datacenter : null;

const forbidden = (message: string, field: string): Rejection =>
  new Rejection('FORBIDDEN', message, { field });

/** Refuses what somebody orders of things that lie outside of its scope, as if they were not there. */
@Injectable()
export class CommandScope {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: PgEventStore,
    private readonly catalog: SpaceCatalog,
  ) {}

  async check(command: IpamCommand, tenant: string, scope: Scope): Promise<void> {
    const { tenants, datacenters } = scope;
    if (tenants === null && datacenters === null) return;
    const { type, data } = command;
    if (type === 'AllocateNetwork') checkPlace(data.datacenter, tenant, scope);
    else if (type === 'AllocatePrefix') await this.#checkFree(data, scope);
    else if ('prefixId' in data) await this.#checkPrefix(data.prefixId, scope);
    else if ('networkId' in data && type !== 'ReconcileNames')
      await this.#checkNetwork(data.networkId, scope);
    else await this.#checkHouse(command, scope);
  }

  /** What belongs to no tenant is nothing for who is limited to some, and the rest by its datacenter. */
  async #checkHouse({ type, data }: IpamCommand, scope: Scope): Promise<void> {
    if (scope.tenants !== null) throw forbidden(`${type} is of no tenant's`, 'type');
    const datacenter = MADE.has(type) ? placeIn(data) : await this.#datacenterOf(data);
    if (datacenter !== undefined && !isWithin(scope, { tenant: '', datacenter }))
      throw forbidden(`${type} is not for a datacenter that you may use`, 'datacenter');
  }

  /** Null where it is of all or of none; undefined where it is not there, which its handler says. */
  async #datacenterOf(data: object): Promise<string | null | undefined> {
    for (const [name, table] of Object.entries(HOUSE_TABLES)) {
      const id: unknown = Reflect.get(data, name);
      if (typeof id !== 'string') continue;
      const rows = await this.dataSource.query<{ datacenter: string | null }[]>(
        `select datacenter from ${table} where id = $1`,
        [id],
      );
      return rows[0]?.datacenter;
    }
    return null;
  }

  async #checkNetwork(id: string, scope: Scope): Promise<void> {
    const row = await this.dataSource.getRepository(NetworkRow).findOneBy({ id });
    if (row === null || !isWithin(scope, row)) throw unknownNetwork(id);
  }

  /** Whose id it is that is taken, is nobody else's business. */
  async #checkFree(data: AllocatePrefixData, scope: Scope): Promise<void> {
    await checkSpace(this.dataSource, data.spaceId, scope);
    const owner = await this.#ownerOf(data.prefixId);
    if (owner === undefined || isWithin(scope, owner)) return;
    throw new Rejection('PREFIX_CLOSED', `the id ${data.prefixId} is taken`, {
      field: 'prefixId',
      suggestion: 'ask again with a new id',
    });
  }

  async #checkPrefix(prefixId: string, scope: Scope): Promise<void> {
    const owner = await this.#ownerOf(prefixId);
    if (owner !== undefined && isWithin(scope, owner)) return;
    throw new Rejection('PREFIX_NOT_FOUND', `there is no prefix ${prefixId}`, {
      field: 'prefixId',
    });
  }

  /** By its events, since one that was split or given back is held no more. */
  async #ownerOf(prefixId: string) {
    const [first] = await this.store.readStream<PrefixEvent>(prefixStream(prefixId));
    if (first === undefined) return undefined;
    const { data, meta } = first;
    const space = 'spaceId' in data ? await this.catalog.find(data.spaceId) : undefined;
    return { tenant: meta.tenant, datacenter: space?.datacenter ?? null };
  }
}

const checkPlace = (datacenter: string, tenant: string, scope: Scope): void => {
  if (!isWithin(scope, { tenant, datacenter }))
    throw forbidden(`${datacenter} is not a datacenter that you may use`, 'datacenter');
};
