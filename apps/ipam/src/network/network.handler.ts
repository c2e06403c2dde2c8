import { handle, PgEventStore, type RowChange } from '@ferrule/event-store';
import type {
  AllocateNetwork,
  AllocationPreview,
  NetworkEvent,
  PreviewNetworkPayload,
  ReleaseNetwork,
} from '@ferrule/ipam-contracts';
import {
  dhcpRangeOf,
  formatCidr,
  formatRange,
  gatewayOf,
  type Network,
  networkDecider,
  networkStream,
  type Shortage,
} from '@ferrule/ipam-domain';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SpaceCatalog } from '../space/space-catalog.ts';
import { repeatedly } from '../retry.ts';
import { SpaceCommitter } from '../space/space-committer.ts';
import type { Work } from '../space/work.ts';
import { type AllocationAnswer, allocationWork, type Pools } from './allocation.ts';
import { type Extras, refusalOf } from './extras.ts';
import { belongingsOf } from './belongings.ts';
import { previewIn } from './preview.ts';
import { type ReleaseAnswer, releaseWork } from './release.ts';
import { noDatacenter, noIpv6, noPool, noVrf, outsidePools, shortageOf } from './shortage.ts';
import { type NetworkWish, readWish } from './network-wish.ts';

@Injectable()
export class NetworkHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly committer: SpaceCommitter,
    private readonly catalog: SpaceCatalog,
    private readonly dataSource: DataSource,
  ) {}

  async allocate(command: AllocateNetwork, delivery: Delivery): Promise<void> {
    await repeatedly(async () => {
      const shortage = await this.#allocate(command, delivery, {});
      if (shortage !== undefined) await this.#refuse(command, shortage, delivery);
    }, this.catalog);
  }

  /** For an import: with a row of its own, and a rejection where an allocation is refused. */
  async place(
    command: AllocateNetwork,
    delivery: Delivery,
    rows: readonly RowChange[],
  ): Promise<void> {
    await repeatedly(async () => {
      const shortage = await this.#allocate(command, delivery, { rows, strict: true });
      if (shortage !== undefined) throw refusalOf(shortage);
    }, this.catalog);
  }

  async release(command: ReleaseNetwork, delivery: Delivery): Promise<void> {
    await repeatedly(() => this.#release(command, delivery, {}));
  }

  /** For an import that is undone: nobody used it, so that nothing has to wait. */
  async withdraw(
    command: ReleaseNetwork,
    delivery: Delivery,
    rows: readonly RowChange[],
  ): Promise<void> {
    await repeatedly(() => this.#release(command, delivery, { rows, strict: true }));
  }

  /** What an allocation would give now. Nothing is taken, and somebody else may be faster. */
  async preview(asked: PreviewNetworkPayload, tenant: string): Promise<AllocationPreview> {
    const wish = readWish(asked);
    const options = await this.#options(asked, wish, tenant);
    if ('code' in options) throw refusalOf(options);
    let shortage: Shortage | undefined;
    for (const pools of options) {
      const found = await previewIn(this.dataSource, this.store, wish, pools, tenant);
      if ('code' in found) throw refusalOf(found);
      if ('missing' in found) {
        shortage ??= await shortageOf(this.dataSource, pools, wish, found.missing, tenant);
        continue;
      }
      const [subnet, ipv6] = found.blocks;
      const range = asked.enableDHCP ? dhcpRangeOf(subnet) : null;
      return {
        datacenter: asked.datacenter,
        poolId: pools.pool.id,
        vrfId: pools.pool.vrfId,
        subnet: formatCidr(subnet),
        ipv6: ipv6 ? formatCidr(ipv6) : null,
        ipv6Gateway: ipv6 ? gatewayOf(ipv6) : null,
        vlanId: found.vlanId,
        serviceVlan: pools.pool.serviceVlan === 0 ? null : pools.pool.serviceVlan,
        gateway: gatewayOf(subnet),
        dhcpRange: range && formatRange(subnet.family, range),
      };
    }
    throw refusalOf(shortage ?? noDatacenter(asked.datacenter, asked.type));
  }

  /** Why it could not be; undefined when the message is answered. */
  async #allocate(
    command: AllocateNetwork,
    delivery: Delivery,
    extras: Extras,
  ): Promise<Shortage | undefined> {
    const wish = readWish(command.data);
    const options = await this.#options(command.data, wish, delivery.meta.tenant);
    if ('code' in options) return options;
    let shortage: Shortage | undefined;
    for (const pools of options) {
      const work = allocationWork(command, wish, pools, delivery, extras);
      const missing = await this.#allocateIn(work);
      if (missing === undefined) return undefined;
      shortage ??= await shortageOf(this.dataSource, pools, wish, missing, delivery.meta.tenant);
    }
    return shortage;
  }

  async #release(command: ReleaseNetwork, delivery: Delivery, extras: Extras): Promise<void> {
    const { networkId } = command.data;
    for (let answer: ReleaseAnswer | 'duplicate' = 'some'; answer === 'some';) {
      const events = await this.store.readStream<NetworkEvent>(networkStream(networkId));
      const belongings = await belongingsOf(this.dataSource, this.catalog, networkId, events);
      answer = await this.committer.run(releaseWork(command, belongings, delivery, extras));
    }
  }

  /** What is missing; undefined when the message is answered. */
  async #allocateIn(
    work: Work<AllocationAnswer>,
  ): Promise<'block' | 'block6' | 'vlan' | undefined> {
    for (;;) {
      const answer = await this.committer.run(work);
      if (answer === 'duplicate' || 'events' in answer) return undefined;
      if (!answer.again) return answer.missing;
    }
  }

  /** The pools to try, in this order; or why there are none. */
  async #options(
    asked: Pick<PreviewNetworkPayload, 'datacenter' | 'type' | 'vrfId' | 'poolId' | 'subnet'>,
    wish: NetworkWish,
    tenant: string,
  ): Promise<readonly Pools[] | Shortage> {
    const { datacenter, type, vrfId, poolId, subnet } = asked;
    const { chosen } = wish.block;
    const inVrf = { datacenter, type, tenant, ...(vrfId !== undefined && { vrfId }) };
    const found = { ...inVrf, ...(poolId !== undefined && { poolId }) };
    const inAny = await this.catalog.poolsFor({ ...found, family: wish.family });
    if (inAny.length === 0) {
      if (poolId !== undefined) return noPool(poolId, datacenter);
      const { family } = wish;
      const elsewhere = await this.catalog.poolsFor({ datacenter, type, tenant, family });
      return vrfId !== undefined && elsewhere.length > 0
        ? noVrf(vrfId, datacenter, type)
        : noDatacenter(datacenter, type);
    }
    const pools = chosen
      ? await this.catalog.poolsFor({ ...found, family: wish.family, chosen })
      : inAny;
    if (pools.length === 0) return outsidePools(subnet ?? '', datacenter);
    const second = wish.block6 ? await this.catalog.poolsFor({ ...inVrf, family: 6 }) : [undefined];
    if (second.length === 0) return noIpv6(datacenter);
    return pools.flatMap((pool) =>
      second.flatMap((pool6) => {
        const vlanGroupId = pool.vlanGroupId ?? pool6?.vlanGroupId;
        const isOneVrf = pool6 === undefined || pool6.vrfId === pool.vrfId;
        return isOneVrf && vlanGroupId ? [{ pool, pool6, vlanGroupId }] : [];
      }),
    );
  }

  async #refuse(command: AllocateNetwork, offer: Shortage, delivery: Delivery): Promise<void> {
    await handle<Parameters<typeof networkDecider.decide>[0], NetworkEvent, Network>(this.store, {
      stream: networkStream(command.data.networkId),
      decider: networkDecider,
      command: { ...command, offer, tenant: delivery.meta.tenant },
      ...delivery,
    });
  }
}
