import { type Cidr, contains } from '@ferrule/ipam-domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Space, SPACE_COLUMNS, type SpaceRow, spaceOf } from './space.row.ts';

/** How old the list of pools may be; whoever finds nothing in it has it read again. */
const FRESH_MS = 1_000;
/** How many pools and containers are remembered at most. */
const MOST = 10_000;

export interface PoolWish {
  readonly datacenter: string;
  readonly type: string;
  readonly family: 4 | 6;
  readonly tenant: string;
  readonly vrfId?: string;
  readonly poolId?: string;
  readonly chosen?: Cidr;
}

/**
 * Which pools there are and whom they serve. What is free in them is not remembered here: whoever
 * allocates reads the pool again under its lock.
 */
@Injectable()
export class SpaceCatalog {
  #pools: readonly Space[] = [];
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;
  /** Pools and containers by id. */
  #found = new Map<string, Space>();

  constructor(private readonly dataSource: DataSource) {}

  /** Those that may serve a wish, the most fitting first. */
  async poolsFor(wish: PoolWish): Promise<readonly Space[]> {
    const known = candidates(await this.#current(FRESH_MS), wish);
    return known.length > 0 ? known : candidates(await this.#current(0), wish);
  }

  async pool(id: string): Promise<Space | undefined> {
    const known = (await this.#current(FRESH_MS)).find((pool) => pool.id === id);
    return known ?? (await this.#current(0)).find((pool) => pool.id === id);
  }

  async livePools(): Promise<readonly Space[]> {
    return this.#current(0);
  }

  /** A pool or a container. */
  async find(id: string): Promise<Space | undefined> {
    const known = this.#found.get(id);
    if (known !== undefined) return known;
    const [space] = await this.#read(`s.kind <> 'network' and s.id = $1`, [id]);
    if (this.#found.size >= MOST) this.#found.clear();
    if (space !== undefined) this.#found.set(id, space);
    return space;
  }

  /** The spaces in which a network has its addresses, one for each of its prefixes. */
  async ofNetwork(networkId: string): Promise<readonly Space[]> {
    return this.#read(`s.kind = 'network' and s.id = $1`, [networkId]);
  }

  /** What was read is no longer true. */
  forget(): void {
    this.#readAt = -Infinity;
    this.#found.clear();
  }

  async #current(maxAge: number): Promise<readonly Space[]> {
    if (performance.now() - this.#readAt <= maxAge) return this.#pools;
    // Whoever comes while it is being read waits for the same.
    this.#reading ??= this.#refresh().finally(() => (this.#reading = undefined));
    await this.#reading;
    return this.#pools;
  }

  async #refresh(): Promise<void> {
    const at = performance.now();
    this.#pools = await this.#read(`s.kind = 'pool' and s.status = 'live'`);
    this.#readAt = at;
  }

  async #read(where: string, values: readonly unknown[] = []): Promise<readonly Space[]> {
    const rows = await this.dataSource.query<SpaceRow[]>(
      `select ${SPACE_COLUMNS} from space s where ${where} order by s.id, s.no`,
      [...values],
    );
    return rows.map(spaceOf);
  }
}

const candidates = (pools: readonly Space[], wish: PoolWish): readonly Space[] => {
  const { datacenter, type, family, tenant, vrfId, poolId, chosen } = wish;
  const open = pools.filter(
    (pool) =>
      pool.datacenter === datacenter &&
      pool.prefix.family === family &&
      (pool.tenant === null || pool.tenant === tenant) &&
      (vrfId === undefined || pool.vrfId === vrfId) &&
      (poolId === undefined || pool.id === poolId) &&
      (chosen === undefined || contains(pool.prefix, chosen)) &&
      (family === 6 || pool.vlanGroupId !== null),
  );
  if (poolId !== undefined) return open;
  // Whoever named it has it to themselves; the others share what names nobody.
  const named = open.filter(({ types }) => types.includes(type));
  const own = named.filter((pool) => pool.tenant !== null);
  if (own.length > 0) return own;
  return named.length > 0 ? named : open.filter(({ types }) => types.length === 0);
};
