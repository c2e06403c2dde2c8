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
    else if (tenants !== null)
      throw new Rejection('FORBIDDEN', `${type} is for those who are limited to no tenant`, {
        field: 'type',
      });
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
  if (isWithin(scope, { tenant, datacenter })) return;
  throw new Rejection('FORBIDDEN', `${datacenter} is not a datacenter that you may use`, {
    field: 'datacenter',
  });
};
