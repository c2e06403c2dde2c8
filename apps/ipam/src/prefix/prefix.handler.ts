import { type Append, PgEventStore, type RowChange } from '@ferrule/event-store';
import type { PrefixCommand, PrefixEvent } from '@ferrule/ipam-contracts';
import {
  type Cidr,
  cidrOf,
  type DecidedPrefixCommand,
  type Prefix,
  prefixDecider,
  prefixStream,
} from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Extras } from '../network/extras.ts';
import { describeFull, fullness } from '../network/shortage.ts';
import { repeatedly } from '../retry.ts';
import { type Ground, Stale } from '../space/ground.ts';
import { heldRow, releasedRows } from '../space/held-rows.ts';
import { SpaceCatalog } from '../space/space-catalog.ts';
import { SpaceCommitter } from '../space/space-committer.ts';
import type { Space } from '../space/space.row.ts';
import type { Decision, Work } from '../space/work.ts';
import { allocatePrefixWork } from './prefix-work.ts';
import { readPrefixWish } from './prefix-wish.ts';

type Of<Type extends PrefixCommand['type']> = Extract<PrefixCommand, { type: Type }>;

/** Prefixes in pools and in containers: for use, to allocate others in, or never to be given away. */
@Injectable()
export class PrefixHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly committer: SpaceCommitter,
    private readonly catalog: SpaceCatalog,
    private readonly dataSource: DataSource,
  ) {}

  async execute(
    command: Of<'AllocatePrefix' | 'SplitPrefix' | 'ReleasePrefix'>,
    delivery: Delivery,
  ): Promise<void> {
    await repeatedly(() => {
      switch (command.type) {
        case 'AllocatePrefix':
          return this.#allocate(command, delivery, []);
        case 'SplitPrefix':
          return this.#split(command, delivery);
        case 'ReleasePrefix':
          return this.#release(command, delivery, {});
      }
    }, this.catalog);
  }

  /** For an import, with a row of its own. */
  async place(
    command: Of<'AllocatePrefix'>,
    delivery: Delivery,
    rows: readonly RowChange[],
  ): Promise<void> {
    await repeatedly(() => this.#allocate(command, delivery, rows), this.catalog);
  }

  /** For an import that is undone: nobody used it, so that nothing has to wait. */
  async withdraw(
    command: Of<'ReleasePrefix'>,
    delivery: Delivery,
    rows: readonly RowChange[],
  ): Promise<void> {
    await repeatedly(() => this.#release(command, delivery, { rows, strict: true }), this.catalog);
  }

  async #allocate(
    command: Of<'AllocatePrefix'>,
    delivery: Delivery,
    rows: readonly RowChange[],
  ): Promise<void> {
    const space = await this.catalog.find(command.data.spaceId);
    const wish = readPrefixWish(command.data, space, delivery.meta.tenant);
    for (;;) {
      const answer = await this.committer.run(allocatePrefixWork(command, wish, delivery, rows));
      if (answer === 'duplicate' || answer === 'done') return;
      if (answer === 'again') continue;
      const full = await fullness(this.dataSource, wish.space);
      const size = `/${wish.length}`;
      const { message, ...detail } = describeFull(wish.space, full, size);
      throw new Rejection('PREFIX_EXHAUSTED', message, { field: 'size', ...detail });
    }
  }

  async #split(command: Of<'SplitPrefix'>, delivery: Delivery): Promise<void> {
    const { found, stream } = await this.#find(command.data.prefixId);
    const { tenant } = delivery.meta;
    const decided = { ...command, tenant };
    if (found === undefined) {
      // Says what is wrong with it; or nothing, for one that is split already.
      prefixDecider.decide(decided, (await this.store.load(stream, prefixDecider)).state);
      return;
    }
    const { space, block, since, kind } = found;
    const ids = partsIn(decided, found.state);
    await this.committer.run(
      work(
        space,
        stream,
        block,
        delivery,
        (ground) => {
          const { state, version } = ground.fold<PrefixEvent, Prefix>(stream, prefixDecider);
          const events = prefixDecider.decide(decided, state);
          const split = events[0];
          if (split?.type !== 'PrefixSplit' || typeof state === 'string')
            return { appends: [], answer: undefined };
          const holder = { id: command.data.prefixId, kind, stream, tenant };
          const { clientId, description: label, tags, fields } = state.data;
          const parts = split.data.parts.map(({ prefixId, prefix }) => ({
            prefix,
            ...{ id: prefixId, kind, stream: prefixStream(prefixId), tenant },
            ...{ clientId, label, tags, fields },
          }));
          const whole: Append = {
            stream,
            expected: { at: version },
            events,
            // In this order: what the whole gives up, the parts get.
            rows: [
              ...releasedRows(holder, space, block, since, undefined),
              ...parts.map(({ prefix, ...part }) => heldRow(part, space.no, cidrOf(prefix))),
            ],
            ...delivery,
          };
          const others = parts.map(({ id, prefix, stream: own }): Append => ({
            stream: own,
            expected: 'none',
            events: [{ type: 'PrefixAllocated', data: { ...state.data, prefixId: id, prefix } }],
            meta: delivery.meta,
          }));
          return { appends: [whole, ...others], answer: undefined };
        },
        ids.map(prefixStream),
      ),
    );
  }

  async #release(
    command: Of<'ReleasePrefix'>,
    delivery: Delivery,
    { rows: extraRows = [], strict }: Extras,
  ): Promise<void> {
    const { prefixId } = command.data;
    const { found, stream } = await this.#find(prefixId);
    const { tenant } = delivery.meta;
    const inner = found?.kind === 'container' ? await this.catalog.find(prefixId) : undefined;
    const decide = (ground: Ground): Decision<undefined> => {
      const { state, version } = ground.fold<PrefixEvent, Prefix>(stream, prefixDecider);
      // Allocated since: then there is something to give back after all.
      if ((typeof state === 'object') !== (found !== undefined))
        throw new Stale(`${stream} has moved on`);
      const quarantineSeconds =
        strict || found === undefined || found.kind === 'reservation'
          ? 0
          : ground.space(found.space.no).quarantineSeconds;
      const events = prefixDecider.decide({ ...command, tenant, quarantineSeconds }, state);
      const expected = version === 0 ? ('none' as const) : { at: version };
      const append = { stream, expected, events, rows: extraRows, ...delivery };
      if (found === undefined || events.length === 0 || typeof state === 'string')
        return { appends: [append], answer: undefined };
      const { space, block, kind, since } = found;
      const removed = inner === undefined ? [] : emptied(inner, ground);
      if (quarantineSeconds === 0) ground.free(space.no).give(block);
      if (kind === 'prefix' && block.family === 4)
        ground.use(tenant, { networks: 0, addresses: -(2 ** (32 - block.length)) });
      const freeFrom =
        quarantineSeconds === 0 ? undefined : new Date(Date.now() + quarantineSeconds * 1_000);
      const holder = { id: prefixId, kind, stream, tenant };
      const released = releasedRows(holder, space, block, since, freeFrom);
      const rows = [...removed, ...released, ...extraRows];
      return { appends: [{ ...append, rows }], answer: undefined };
    };
    await this.committer.run({
      spaces: [...(found ? [found.space.no] : []), ...(inner ? [inner.no] : [])],
      streams: [stream],
      takes: [],
      touches: found ? [{ space: found.space.no, block: found.block }] : [],
      tenant,
      once: delivery.once,
      decide,
    });
  }

  /** What its events say of it, and where that lies. */
  async #find(prefixId: string) {
    const stream = prefixStream(prefixId);
    const events = await this.store.readStream<PrefixEvent>(stream);
    const [first] = events;
    const state = events.reduce(
      (before, { type, data }) => prefixDecider.evolve(before, { type, data } as PrefixEvent),
      prefixDecider.initial,
    );
    if (typeof state === 'string' || first === undefined) return { stream, found: undefined };
    const space = await this.catalog.find(state.data.spaceId);
    if (space === undefined) throw new Error(`the space of prefix ${prefixId} is gone`);
    const { kind, prefix } = state.data;
    return { stream, found: { state, space, block: cidrOf(prefix), kind, since: first.at } };
  }
}

const partsIn = (command: DecidedPrefixCommand, state: Prefix): readonly string[] =>
  prefixDecider
    .decide(command, state)
    .flatMap((event) => (event.type === 'PrefixSplit' ? event.data.parts : []))
    .map(({ prefixId }) => prefixId);

const work = (
  space: Space,
  stream: string,
  block: Cidr,
  { once }: Delivery,
  decide: (ground: Ground) => Decision<undefined>,
  more: readonly string[] = [],
): Work<undefined> => ({
  spaces: [space.no],
  streams: [stream, ...more],
  takes: [],
  touches: [{ space: space.no, block }],
  once,
  decide,
});

/** A container goes when nothing is held in it any more. */
const emptied = (inner: Space, ground: Ground) => {
  const { holdings } = ground.space(inner.no);
  if (holdings > 0)
    throw new Rejection(
      'CONTAINER_IN_USE',
      `${holdings} things are still held in container ${inner.id}`,
      {
        field: 'prefixId',
        suggestion: 'release them first, or wait for the end of their quarantine',
      },
    );
  return [
    { op: 'delete' as const, table: 'free_block', key: ['space'], row: { space: inner.no } },
    { op: 'delete' as const, table: 'space', key: ['no'], row: { no: inner.no } },
  ];
};
