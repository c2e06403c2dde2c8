import type { RecordedEvent } from '@ferrule/event-store';
import {
  type Cidr,
  cidrOf,
  FreeBlocks,
  formatCidr,
  quotaFault,
  type QuotaUse,
} from '@ferrule/ipam-domain';
import type { Decider, Event } from '@ferrule/kernel';
import type { Space } from './space.row.ts';

export interface AddressSpace {
  readonly no: number;
  /** Of the network. */
  readonly id: string;
  readonly holdings: number;
}

/** What `Ground` is made of: rows that were read under the locks of their spaces. */
export interface Loaded {
  readonly spaces: ReadonlyMap<number, Space>;
  readonly free: readonly { readonly space: number; readonly block: string }[];
  /** By group; ascending. */
  readonly vlans: ReadonlyMap<string, readonly number[]>;
  readonly events: readonly RecordedEvent[];
  readonly quotas: ReadonlyMap<string, QuotaUse>;
  /** Where networks that some work is about have their addresses. */
  readonly addressSpaces: readonly AddressSpace[];
  /** More has been in quarantine long enough than came back with this transaction. */
  readonly moreDue: boolean;
}

/**
 * What is true while a transaction holds the locks of some spaces, and what the work that shares
 * the transaction has taken of it so far.
 */
export class Ground {
  readonly #loaded: Loaded;
  readonly #free = new Map<number, FreeBlocks>();
  readonly #vlans: Map<string, number[]>;
  readonly #events = new Map<string, RecordedEvent[]>();
  readonly #entered = new Set<number>();
  readonly #used = new Map<string, { networks: number; addresses: number }>();

  constructor(loaded: Loaded) {
    this.#loaded = loaded;
    const bySpace = new Map<number, Cidr[]>();
    for (const { space, block } of loaded.free) {
      const blocks = bySpace.get(space);
      if (blocks === undefined) bySpace.set(space, [cidrOf(block)]);
      else blocks.push(cidrOf(block));
    }
    for (const [no, { prefix }] of loaded.spaces)
      this.#free.set(no, new FreeBlocks(prefix, bySpace.get(no) ?? []));
    this.#vlans = new Map([...loaded.vlans].map(([group, vlans]) => [group, [...vlans]]));
    for (const event of loaded.events) {
      const events = this.#events.get(event.stream);
      if (events === undefined) this.#events.set(event.stream, [event]);
      else events.push(event);
    }
  }

  /** Whether asking again would find more. */
  get moreDue(): boolean {
    return this.#loaded.moreDue;
  }

  has(no: number): boolean {
    return this.#loaded.spaces.has(no);
  }

  space(no: number): Space {
    const space = this.#loaded.spaces.get(no);
    // Whoever asked for it saw it a moment ago; asked again, it does not.
    if (space === undefined) throw new Stale(`space ${no} is gone`);
    return space;
  }

  free(no: number): FreeBlocks {
    const free = this.#free.get(no);
    if (free === undefined) throw new Stale(`space ${no} is gone`);
    return free;
  }

  /** True once: for what is done with the first thing that is taken in a space. */
  firstIn(no: number): boolean {
    const isFirst = !this.#entered.has(no);
    this.#entered.add(no);
    return isFirst;
  }

  addressSpaces(networkId: string): readonly AddressSpace[] {
    return this.#loaded.addressSpaces.filter(({ id }) => id === networkId);
  }

  vlans(groupId: string): readonly number[] {
    return this.#vlans.get(groupId) ?? [];
  }

  takeVlan(groupId: string, vlan: number): void {
    this.#vlans.set(
      groupId,
      this.vlans(groupId).filter((one) => one !== vlan),
    );
  }

  fold<E extends Event, State>(
    stream: string,
    { initial, evolve }: Pick<Decider<never, E, State>, 'initial' | 'evolve'>,
  ): { readonly state: State; readonly version: number } {
    const events = this.#events.get(stream) ?? [];
    const state = events.reduce(
      (before, { type, data }) => evolve(before, { type, data } as E),
      initial,
    );
    return { state, version: events.at(-1)?.version ?? 0 };
  }

  /** Why a tenant may not have more; undefined too for one without a quota. */
  quotaFault(tenant: string, more: { networks: number; addresses: number }) {
    const quota = this.#loaded.quotas.get(tenant);
    if (quota === undefined) return undefined;
    const used = this.#used.get(tenant) ?? { networks: 0, addresses: 0 };
    const { networks, addresses } = quota;
    return quotaFault(
      { ...quota, networks: networks + used.networks, addresses: addresses + used.addresses },
      more,
    );
  }

  /** Negative for what is given back. */
  use(tenant: string, more: { networks: number; addresses: number }): void {
    if (!this.#loaded.quotas.has(tenant)) return;
    const { networks, addresses } = this.#used.get(tenant) ?? { networks: 0, addresses: 0 };
    this.#used.set(tenant, {
      networks: networks + more.networks,
      addresses: addresses + more.addresses,
    });
  }

  used(): ReadonlyMap<string, { readonly networks: number; readonly addresses: number }> {
    return this.#used;
  }

  /** What the index of free blocks has to be told. */
  changes(): {
    readonly added: readonly { readonly space: number; readonly block: string }[];
    readonly removed: readonly { readonly space: number; readonly block: string }[];
  } {
    const changes = [...this.#free].map(([space, free]) => ({ space, ...free.change() }));
    const rows = (kind: 'added' | 'removed') =>
      changes.flatMap(({ space, [kind]: blocks }) =>
        blocks.map((block) => ({ space, block: formatCidr(block) })),
      );
    return { added: rows('added'), removed: rows('removed') };
  }
}

/** What was looked at beforehand has changed since: look again, decide again. */
export class Stale extends Error {
  override readonly name = 'Stale';
}
