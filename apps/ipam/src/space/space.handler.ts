import { handle, type Handling, PgEventStore, RefusedByDatabase } from '@ferrule/event-store';
import type { PoolData, SpaceCommand, SupernetData, VlanGroupData } from '@ferrule/ipam-contracts';
import {
  cidrOf,
  contains,
  poolDecider,
  poolStream,
  quotaDecider,
  quotaStream,
  supernetDecider,
  supernetStream,
  vlanGroupDecider,
  vlanGroupStream,
  vrfDecider,
  vrfStream,
} from '@ferrule/ipam-domain';
import { type Command, type Event, Rejection } from '@ferrule/kernel';
import { type Delivery, poolOf } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { repeatedly } from '../retry.ts';
import { inTransaction } from '../transaction.ts';
import { refusalBy, Sources } from './sources.ts';
import { groupRows, poolRows, ruleRow, supernetRow, vrfRow } from './space-rows.ts';
import { SpaceCatalog } from './space-catalog.ts';
import { SpaceCommitter } from './space-committer.ts';

type Of<Type extends SpaceCommand['type']> = Extract<SpaceCommand, { type: Type }>;

/** What there is to allocate from: VRFs, supernets, VLAN groups, pools, and how much tenants may have. */
@Injectable()
export class SpaceHandler {
  readonly #sources: Sources;

  constructor(
    private readonly store: PgEventStore,
    private readonly committer: SpaceCommitter,
    private readonly catalog: SpaceCatalog,
    private readonly dataSource: DataSource,
  ) {
    this.#sources = new Sources(dataSource);
  }

  async execute(command: SpaceCommand, delivery: Delivery): Promise<void> {
    await this.#execute(command, delivery);
    this.catalog.forget();
  }

  async #execute(command: SpaceCommand, delivery: Delivery): Promise<void> {
    switch (command.type) {
      case 'CreateVrf':
      case 'RetireVrf':
        return this.#vrf(command, delivery);
      case 'AddSupernet':
      case 'RemoveSupernet':
        return this.#supernet(command, delivery);
      case 'CreateVlanGroup':
      case 'RetireVlanGroup':
        return this.#vlanGroup(command, delivery);
      case 'CreatePool':
        return this.#createPool(command, delivery);
      case 'AdjustPool':
      case 'DescribePool':
      case 'RetirePool':
        return this.#changePool(command, delivery);
      case 'SetTenantQuota':
        return repeatedly(() => this.#quota(command, delivery));
    }
  }

  async #vrf(command: Of<'CreateVrf' | 'RetireVrf'>, delivery: Delivery): Promise<void> {
    const { vrfId } = command.data;
    if (command.type === 'RetireVrf') await this.#sources.refuseUsedVrf(vrfId);
    await this.#handle({
      stream: vrfStream(vrfId),
      decider: vrfDecider,
      command,
      ...delivery,
      effects: (events) => ({ rows: events.map(vrfRow) }),
    });
  }

  async #supernet(
    command: Of<'AddSupernet' | 'RemoveSupernet'>,
    delivery: Delivery,
  ): Promise<void> {
    const { supernetId } = command.data;
    if (command.type === 'RemoveSupernet') await this.#sources.refuseUsedSupernet(supernetId);
    else await this.#sources.vrf(command.data.vrfId);
    await this.#handle({
      stream: supernetStream(supernetId),
      decider: supernetDecider,
      command,
      ...delivery,
      effects: (events) => ({ rows: events.map(supernetRow) }),
    });
  }

  async #vlanGroup(
    command: Of<'CreateVlanGroup' | 'RetireVlanGroup'>,
    delivery: Delivery,
  ): Promise<void> {
    const { vlanGroupId } = command.data;
    if (command.type === 'RetireVlanGroup') await this.#sources.refuseUsedVlanGroup(vlanGroupId);
    await this.#handle({
      stream: vlanGroupStream(vlanGroupId),
      decider: vlanGroupDecider,
      command,
      ...delivery,
      effects: (events) => ({ rows: events.flatMap(groupRows) }),
    });
  }

  async #createPool(command: Of<'CreatePool'>, delivery: Delivery): Promise<void> {
    await this.#refuseMisplaced(command.data);
    await this.#handle({
      stream: poolStream(command.data.poolId),
      decider: poolDecider,
      command,
      ...delivery,
      effects: (events) => ({ rows: events.flatMap(poolRows) }),
    });
  }

  /** Refuses a pool that does not fit into what it says it is part of. */
  async #refuseMisplaced(data: PoolData): Promise<void> {
    // What the prefix is in itself is the decider's to say.
    poolDecider.decide({ type: 'CreatePool', data }, poolDecider.initial);
    await this.#sources.vrf(data.vrfId);
    if (data.supernetId !== undefined)
      insideOf(await this.#sources.supernet(data.supernetId), data);
    if (data.vlanGroupId !== undefined)
      ofSameDatacenter(await this.#sources.vlanGroup(data.vlanGroupId), data);
    if (data.tenant !== undefined) await this.#sources.tenant(data.tenant);
    if ((await this.catalog.find(data.poolId))?.kind === 'container')
      throw new Rejection('POOL_EXISTS', `a container is called ${data.poolId}`, {
        field: 'poolId',
      });
  }

  /** Under the lock of the pool: nobody allocates from it meanwhile. */
  async #changePool(
    command: Of<'AdjustPool' | 'DescribePool' | 'RetirePool'>,
    delivery: Delivery,
  ): Promise<void> {
    const { poolId } = command.data;
    const stream = poolStream(poolId);
    const pool = await this.catalog.find(poolId);
    if (pool === undefined) {
      await this.#handle({ stream, decider: poolDecider, command, ...delivery });
      return;
    }
    await this.committer.run({
      spaces: [pool.no],
      streams: [stream],
      takes: [],
      touches: [],
      once: delivery.once,
      decide: (ground) => {
        const { state, version } = ground.fold(stream, poolDecider);
        const events = poolDecider.decide(command, state);
        const { holdings } = ground.space(pool.no);
        if (events.some(({ type }) => type === 'PoolRetired') && holdings > 0)
          throw new Rejection(
            'POOL_IN_USE',
            `${holdings} things are still held in pool ${poolId}`,
            {
              field: 'poolId',
              suggestion: 'release them first, or wait for the end of their quarantine',
            },
          );
        const expected = version === 0 ? ('none' as const) : { at: version };
        const rows = events.flatMap((event) => ruleRow(event, pool.no));
        return { appends: [{ stream, expected, events, rows, ...delivery }], answer: undefined };
      },
    });
  }

  /** What the tenant has is counted while nobody allocates, and kept up to date from then on. */
  async #quota(command: Of<'SetTenantQuota'>, delivery: Delivery): Promise<void> {
    const { tenant, maxNetworks, maxAddresses } = command.data;
    const stream = quotaStream(tenant);
    const { state, version } = await this.store.load(stream, quotaDecider);
    const events = quotaDecider.decide(command, state);
    await inTransaction(poolOf(this.dataSource), async (client) => {
      await client.query(`select no from space where kind <> 'network' order by no for update`);
      await client.query(
        `insert into tenant as t (id, max_networks, max_addresses, networks, addresses)
         select $1, $2, $3, count(distinct id) filter (where kind = 'network'),
           coalesce(sum(addresses(prefix)) filter (where family(prefix) = 4), 0)
         from held where tenant = $1 and kind in ('network', 'prefix')
         on conflict (id) do update set max_networks = $2, max_addresses = $3,
           networks = excluded.networks, addresses = excluded.addresses`,
        [tenant, maxNetworks, maxAddresses],
      );
      const expected = version === 0 ? ('none' as const) : { at: version };
      await this.store.appendWithin(client, [{ stream, expected, events, ...delivery }]);
    });
    this.store.committed();
  }

  async #handle<C extends Command, E extends Event, State>(
    handling: Handling<C, E, State>,
  ): Promise<void> {
    try {
      await handle(this.store, handling);
    } catch (error) {
      const refusal = error instanceof RefusedByDatabase ? refusalBy(error.constraint) : undefined;
      throw refusal ?? error;
    }
  }
}

const insideOf = ({ prefix, vrfId, supernetId }: SupernetData, pool: PoolData): void => {
  if (vrfId !== pool.vrfId)
    throw new Rejection('VRF_MISMATCH', `supernet ${supernetId} is one of VRF ${vrfId}`, {
      field: 'vrfId',
    });
  if (!contains(cidrOf(prefix), cidrOf(pool.prefix)))
    throw new Rejection(
      'PREFIX_OUTSIDE_SUPERNET',
      `${pool.prefix} does not lie in supernet ${supernetId}, which is ${prefix}`,
      { field: 'prefix' },
    );
};

const ofSameDatacenter = ({ vlanGroupId, datacenter }: VlanGroupData, pool: PoolData): void => {
  if (datacenter !== pool.datacenter)
    throw new Rejection(
      'DATACENTER_MISMATCH',
      `VLAN group ${vlanGroupId} is one of datacenter ${datacenter}`,
      { field: 'vlanGroupId' },
    );
};
