import { PgEventStore, type RowChange } from '@ferrule/event-store';
import type { AddressCommand, AddressEvent, NetworkEvent } from '@ferrule/ipam-contracts';
import {
  addressDecider,
  type AddressHolding,
  addressStream,
  cidrOf,
  cidrsBetween,
  contains,
  formatAddress,
  networkDecider,
  networkStream,
} from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { repeatedly } from '../retry.ts';
import { type Ground, Stale } from '../space/ground.ts';
import { heldRow, releasedRows } from '../space/held-rows.ts';
import { SpaceCatalog } from '../space/space-catalog.ts';
import { SpaceCommitter } from '../space/space-committer.ts';
import type { Space } from '../space/space.row.ts';
import { GOING } from '../network/network.row.ts';
import { blocksOf } from '../network/release.ts';
import { addressIn, heldId, outside } from './address-in.ts';
import {
  type AddressedNetwork,
  furnish,
  furnitureIn,
  openingWork,
  single,
} from './address-space.ts';

type Of<Type extends AddressCommand['type']> = Extract<AddressCommand, { type: Type }>;

/** Single addresses and ranges of networks: attached to hosts, reserved, and given back. */
@Injectable()
export class AddressHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly committer: SpaceCommitter,
    private readonly catalog: SpaceCatalog,
    private readonly dataSource: DataSource,
  ) {}

  async execute(command: AddressCommand, delivery: Delivery): Promise<void> {
    await repeatedly(async () => {
      const network = await this.#network(command.data.networkId, delivery.meta.tenant);
      if (command.type !== 'ReleaseAddress') await this.#refuseGoing(command);
      const spaces = await this.#spacesOf(network);
      switch (command.type) {
        case 'AttachAddress':
          return this.#attach(command, network, spaces, delivery);
        case 'ReserveRange':
          return this.#reserve(command, network, spaces, delivery);
        case 'ReleaseAddress':
          return this.#release(command, spaces, delivery);
      }
    });
  }

  async #attach(
    command: Of<'AttachAddress'>,
    network: AddressedNetwork,
    spaces: readonly Space[],
    delivery: Delivery,
  ): Promise<void> {
    const { data } = command;
    const chosen = data.address === undefined ? undefined : addressIn('address', data.address);
    const family = chosen?.family ?? data.family ?? spaces[0]?.prefix.family ?? 4;
    const space = spaces.find(({ prefix }) =>
      chosen ? contains(prefix, chosen) : prefix.family === family,
    );
    if (space === undefined) throw outside(data.address ?? `IPv${family}`, data.networkId, spaces);
    const stream = addressStream(data);
    const length = single(family, 0n).length;
    const answer = await this.committer.run({
      spaces: [space.no],
      streams: [stream],
      takes: chosen ? [] : [{ space: space.no, length }],
      touches: [
        ...(chosen ? [{ space: space.no, block: chosen }] : []),
        ...furnitureIn(network, space),
      ],
      once: delivery.once,
      decide: (ground) => {
        const { state, version } = ground.fold<AddressEvent, AddressHolding>(
          stream,
          addressDecider,
        );
        const record = (found: string, rows: readonly RowChange[]) => {
          const events = addressDecider.decide({ ...command, found }, state);
          const expected = version === 0 ? ('none' as const) : { at: version };
          return {
            appends: [{ stream, expected, events, rows, ...delivery }],
            answer: 'done' as const,
          };
        };
        if (state !== 'unknown') return record('', []);
        const fixed = this.#furnished(network, space, ground);
        const block = chosen ?? ground.free(space.no).best(length, 'lowest');
        const isFree = block !== undefined && ground.free(space.no).isFree(block);
        if (!isFree) {
          // What is fixed is taken all the same.
          const expected = version === 0 ? ('none' as const) : { at: version };
          const append = { stream, expected, events: [], rows: fixed, meta: delivery.meta };
          return { appends: [append], answer: chosen ? ('taken' as const) : ('full' as const) };
        }
        ground.free(space.no).take(block);
        const found = formatAddress(block.family, block.base);
        const holder = {
          id: heldId(data),
          kind: 'address' as const,
          stream,
          tenant: network.tenant,
          label: data.hostName,
          mac: data.mac,
          type: data.type,
        };
        return record(found, [...fixed, heldRow(holder, space.no, block)]);
      },
    });
    if (answer === 'taken')
      throw new Rejection('ADDRESS_NOT_FREE', `${data.address ?? ''} is not free`, {
        field: 'address',
        suggestion: 'ask who has it, or for the next free one',
      });
    if (answer === 'full')
      throw new Rejection('ADDRESSES_EXHAUSTED', `network ${data.networkId} has no free address`, {
        field: 'networkId',
        suggestion: 'release an address or a range that is no longer used',
      });
  }

  async #reserve(
    command: Of<'ReserveRange'>,
    network: AddressedNetwork,
    spaces: readonly Space[],
    delivery: Delivery,
  ): Promise<void> {
    const { data } = command;
    const [first, last] = [addressIn('first', data.first), addressIn('last', data.last)];
    if (last.family !== first.family || last.base < first.base)
      throw new Rejection('RANGE_INVALID', `${data.last} comes before ${data.first}`, {
        field: 'last',
      });
    const space = spaces.find(({ prefix }) => contains(prefix, first));
    if (space === undefined) throw outside(data.first, data.networkId, spaces, 'first');
    if (!contains(space.prefix, last)) throw outside(data.last, data.networkId, spaces, 'last');
    const blocks = cidrsBetween(first.family, first.base, last.base);
    const stream = addressStream(data);
    const answer = await this.committer.run({
      spaces: [space.no],
      streams: [stream],
      takes: [],
      touches: [
        ...blocks.map((block) => ({ space: space.no, block })),
        ...furnitureIn(network, space),
      ],
      once: delivery.once,
      decide: (ground) => {
        const { state, version } = ground.fold<AddressEvent, AddressHolding>(
          stream,
          addressDecider,
        );
        const expected = version === 0 ? ('none' as const) : { at: version };
        const events = addressDecider.decide(command, state);
        const append = { stream, expected, events, ...delivery };
        if (events.length === 0) return { appends: [append], answer: 'done' as const };
        const free = ground.free(space.no);
        const fixed = this.#furnished(network, space, ground);
        if (!blocks.every((block) => free.isFree(block))) {
          const fixedOnly = { stream, expected, events: [], rows: fixed, meta: delivery.meta };
          return { appends: [fixedOnly], answer: 'taken' as const };
        }
        for (const block of blocks) free.take(block);
        const holder = {
          id: heldId(data),
          kind: 'range' as const,
          stream,
          tenant: network.tenant,
          label: data.description,
          type: 'reserved',
        };
        const rows = [...fixed, ...blocks.map((block) => heldRow(holder, space.no, block))];
        return { appends: [{ ...append, rows }], answer: 'done' as const };
      },
    });
    if (answer === 'taken')
      throw new Rejection('ADDRESS_NOT_FREE', `some of ${data.first} to ${data.last} is not free`, {
        field: 'first',
        suggestion: 'list the addresses of the network',
      });
  }

  async #release(
    command: Of<'ReleaseAddress'>,
    spaces: readonly Space[],
    delivery: Delivery,
  ): Promise<void> {
    const { data } = command;
    const stream = addressStream(data);
    const events = await this.store.readStream<AddressEvent>(stream);
    const first = events.find(({ type }) => type !== 'AddressReleased');
    const held = await this.dataSource.query<
      { space: number; prefix: string; kind: 'address' | 'range' }[]
    >('select space, prefix, kind from held where id = $1', [heldId(data)]);
    const blocks = held.map(({ prefix, ...row }) => ({ ...row, block: cidrOf(prefix) }));
    await this.committer.run({
      spaces: spaces.map(({ no }) => no),
      streams: [stream],
      takes: [],
      touches: blocks,
      once: delivery.once,
      decide: (ground) => {
        const { state, version } = ground.fold<AddressEvent, AddressHolding>(
          stream,
          addressDecider,
        );
        if (version !== events.length) throw new Stale(`${stream} has moved on`);
        const released = addressDecider.decide(command, state);
        const rows: RowChange[] = [];
        for (const { space: no, block, kind } of released.length === 0 ? [] : blocks) {
          ground.free(no).give(block);
          const holder = { id: heldId(data), kind, stream, tenant: delivery.meta.tenant };
          rows.push(...releasedRows(holder, ground.space(no), block, first?.at ?? '', undefined));
        }
        const expected = version === 0 ? ('none' as const) : { at: version };
        return {
          appends: [{ stream, expected, events: released, rows, ...delivery }],
          answer: undefined,
        };
      },
    });
  }

  /** Who comes again for what it was given before its network began to go is answered all the same. */
  async #refuseGoing({ data }: Of<'AttachAddress' | 'ReserveRange'>): Promise<void> {
    const going = await this.dataSource.query<unknown[]>(
      `select from network where id = $1 and status <> 'released' and ${GOING}`,
      [data.networkId],
    );
    if (going.length === 0) return;
    const before = await this.store.readStream(addressStream(data));
    if (before.length === 0)
      throw new Rejection('NETWORK_GOING', `network ${data.networkId} is being taken down`, {
        field: 'networkId',
        suggestion: 'ask for an address of another network',
      });
  }

  /** Gateway, DHCP range and the rest are taken with the first that is taken at all. */
  #furnished(network: AddressedNetwork, space: Space, ground: Ground): readonly RowChange[] {
    return ground.space(space.no).holdings === 0 && ground.firstIn(space.no)
      ? furnish(network, space, ground)
      : [];
  }

  async #network(networkId: string, tenant: string): Promise<AddressedNetwork> {
    const stream = networkStream(networkId);
    const events = await this.store.readStream<NetworkEvent>(stream);
    const { data } = events.find(({ type }) => type === 'NetworkAllocated') ?? {};
    const state = events.reduce(
      (before, event) => networkDecider.evolve(before, event as NetworkEvent),
      networkDecider.initial,
    );
    if (typeof state === 'string' || data === undefined || !('enableDHCP' in data))
      throw new Rejection('NETWORK_NOT_FOUND', `there is no network ${networkId}`, {
        field: 'networkId',
      });
    if (state.tenant !== undefined && state.tenant !== tenant)
      throw new Rejection(
        'NOT_THE_OWNER',
        `network ${networkId} does not belong to tenant ${tenant}`,
        { field: 'networkId' },
      );
    const prefixes = await Promise.all(
      blocksOf(state).map(async ({ poolId, block }) => {
        const pool = await this.catalog.pool(poolId);
        if (pool === undefined) throw new Error(`pool ${poolId} of network ${networkId} is gone`);
        return { prefix: block, pool };
      }),
    );
    return { id: networkId, tenant, enableDHCP: data.enableDHCP, prefixes };
  }

  async #spacesOf(network: AddressedNetwork): Promise<readonly Space[]> {
    const known = await this.catalog.ofNetwork(network.id);
    if (known.length > 0) return known;
    await this.committer.run(openingWork(network));
    return this.catalog.ofNetwork(network.id);
  }
}
