import { describe, expect, it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';
import { Rejection } from '@ferrule/kernel';
import fc from 'fast-check';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';

const INSTANCES = 2;
const ipam = useIpam(useDatabase(IPAM_DATABASE), INSTANCES);

/** What does not add up in a pool and what lies in it; nothing, if all is well. */
const discrepancies = (pool: string) =>
  ipam.query(
    `with mine as (select s.* from space s join space p on s.prefix <<= p.prefix
       where p.id = $1 and p.kind = 'pool')
    select s.id, 'sum' as what from mine s
      left join (select space, sum(addresses(block)) as free from free_block group by 1) f
        on f.space = s.no
      where s.status = 'live'
        and s.allocated + s.reserved + s.quarantined + coalesce(f.free, 0) <> addresses(s.prefix)
    union all
    select s.id, 'counters' from mine s left join (
        select space, count(*) as n, sum(addresses(prefix)) as total from held group by 1) h
        on h.space = s.no
      where s.holdings <> coalesce(h.n, 0)
        or s.allocated + s.reserved + s.quarantined <> coalesce(h.total, 0)
    union all
    select s.id, 'index' from mine s where s.status = 'live' and (
      exists (select block from free_block where space = s.no except select free_of(s.no))
      or exists (select free_of(s.no) except select block from free_block where space = s.no))
    union all
    select a.id, 'overlap' from mine s join held a on a.space = s.no
      join held b on a.space = b.space and a.prefix && b.prefix
        and (a.id, a.prefix) < (b.id, b.prefix)
    union all
    select n.id, 'vlan' from network n left join vlan v on v.network_id = n.id
      where n.pool_id = $1 and (n.status = 'allocated') <> (v.vlan is not null)`,
    [pool],
  );

const outcomes = async (all: readonly Promise<unknown>[]) => {
  const settled = await Promise.allSettled(all);
  for (const one of settled)
    if (one.status === 'rejected' && !(one.reason instanceof Rejection)) throw one.reason;
  return settled.filter(({ status }) => status === 'fulfilled').length;
};

const pool = (poolId: string, prefix: string, more: object = {}) =>
  ipam.run({
    type: 'CreatePool',
    data: {
      poolId,
      vrfId: 'default',
      prefix,
      datacenter: 'DC9',
      policy: 'lowest',
      types: [],
      quarantineSeconds: 0,
      ...more,
    },
  });

describe('64 clients on one pool with 1,000 free prefixes', () => {
  it('get 1,000 different ones, and the rest a clear refusal', async () => {
    await pool('thousand', '10.0.0.0/22');
    const data = { spaceId: 'thousand', kind: 'prefix' as const };
    // 24 of 1,024 are gone before.
    await ipam.run({
      type: 'AllocatePrefix',
      data: { ...data, prefixId: 'a', prefix: '10.0.0.0/28' },
    });
    await ipam.run({
      type: 'AllocatePrefix',
      data: { ...data, prefixId: 'b', prefix: '10.0.3.0/29' },
    });
    let next = 0;
    const refused: unknown[] = [];
    const client = async (instance: number) => {
      while (next < 1_064) {
        const prefixId = `p-${(next += 1)}`;
        const command = {
          type: 'AllocatePrefix' as const,
          data: { ...data, prefixId, size: '/32' },
        };
        await ipam.run(command, { instance }).catch((error: unknown) => refused.push(error));
      }
    };
    await Promise.all(Array.from({ length: 64 }, (_, n) => client(n % INSTANCES)));
    const [got] = await ipam.query<{ n: number; different: number }>(
      `select count(*)::integer as n, count(distinct prefix)::integer as different
       from held where id like 'p-%'`,
    );
    expect(got).toEqual({ n: 1_000, different: 1_000 });
    expect(refused).toHaveLength(64);
    for (const error of refused)
      expect(error).toMatchObject({
        code: 'PREFIX_EXHAUSTED',
        detail: { current: 1_024, maximum: 1_024, largestFree: null },
      });
    expect(await discrepancies('thousand')).toEqual([]);
  }, 60_000);
});

type Step =
  | { readonly network: number; readonly length: number }
  | { readonly prefix: number; readonly length: number; readonly container: boolean }
  | { readonly chosen: number; readonly at: number }
  | { readonly address: number; readonly of: number }
  | { readonly split: number }
  | { readonly release: 'network' | 'prefix'; readonly n: number }
  | { readonly tick: true }
  | { readonly list: number };

const id = fc.nat(11);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ network: id, length: fc.integer({ min: 26, max: 30 }) }),
    fc.record({ prefix: id, length: fc.integer({ min: 25, max: 30 }), container: fc.boolean() }),
    fc.record({ chosen: id, at: fc.nat(63) }),
    fc.record({ address: fc.nat(5), of: id }),
    fc.record({ split: id }),
    fc.record({ release: fc.constantFrom('network' as const, 'prefix' as const), n: id }),
    fc.constant({ tick: true as const }),
    fc.record({ list: fc.nat(1_000_000) }),
  ),
  { minLength: 6, maxLength: 14 },
);

describe('whatever is allocated, split, imported, attached and released', () => {
  it('never overlaps, never loses space, and always adds up', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 4 }), async (all, atOnce) => {
        run += 1;
        const space = `r${run}`;
        const prefix = `11.${Math.floor(run / 256)}.${run % 256}.0/24`;
        const vlans = { vlanGroupId: space, datacenter: 'DC9', serviceVlan: run + 1 };
        await ipam.run({ type: 'CreateVlanGroup', data: { ...vlans, first: 10, last: 15 } });
        await pool(space, prefix, {
          vlanGroupId: space,
          types: [space],
          quarantineSeconds: run % 2,
        });
        const base = prefix.replace('.0/24', '');
        for (let n = 0; n < all.length; n += atOnce) {
          const now = all.slice(n, n + atOnce);
          // The same message twice at once, to two instances: as a bus does it.
          await outcomes(
            now.flatMap((step, k) => {
              const message = `${space}-${n + k}`;
              return [0, 1].map((instance) => play(step, { space, base, message, instance }));
            }),
          );
          expect(await discrepancies(space)).toEqual([]);
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }, 300_000);
});

interface Place {
  readonly space: string;
  readonly base: string;
  readonly message: string;
  readonly instance: number;
}

const play = async (step: Step, { space, base, message, instance }: Place): Promise<void> => {
  const by = { message, instance };
  const spaceId = space;
  if ('network' in step)
    await ipam.run(
      {
        type: 'AllocateNetwork',
        data: {
          networkId: `${space}-n${step.network}`,
          clientId: 'c',
          type: space,
          datacenter: 'DC9',
          size: `/${step.length}`,
          enableDHCP: true,
        },
      },
      by,
    );
  else if ('prefix' in step) {
    const kind = step.container ? ('container' as const) : ('prefix' as const);
    const data = { prefixId: `${space}-p${step.prefix}`, spaceId, kind, size: `/${step.length}` };
    await ipam.run({ type: 'AllocatePrefix', data }, by);
  } else if ('chosen' in step) {
    const prefix = `${base}.${step.at * 4}/30`;
    const data = { prefixId: `${space}-p${step.chosen}`, spaceId, kind: 'prefix' as const, prefix };
    await ipam.run({ type: 'AllocatePrefix', data }, by);
  } else if ('address' in step) {
    const data = { addressId: `a${step.address}`, networkId: `${space}-n${step.of}` };
    await ipam.run({ type: 'AttachAddress', data: { ...data, type: 'reserved' } }, by);
  } else if ('split' in step)
    await ipam.run(
      { type: 'SplitPrefix', data: { prefixId: `${space}-p${step.split}`, size: '/30' } },
      by,
    );
  else if ('tick' in step)
    // Spaces first, in the order in which the service locks them.
    await ipam.query(
      `with locked as materialized (select no from space order by no for update)
       update held set free_from = now()
       where kind = 'quarantine' and space in (select no from locked)`,
    );
  else if ('list' in step) {
    const importId = message;
    const lines = [0, 8, 17].map((n, line) => ({
      line: line + 1,
      values: { prefix: `${base}.${((step.list + n) % 64) * 4}/30`, space },
    }));
    await ipam.run({ type: 'StageImport', data: { importId, lines } }, by);
    await ipam.run({ type: 'CommitImport', data: { importId } }, by);
  } else if (step.release === 'network')
    await ipam.run(
      {
        type: 'ReleaseNetwork',
        data: { networkId: `${space}-n${step.n}`, reason: 'x', force: true },
      },
      by,
    );
  else
    await ipam.run(
      { type: 'ReleasePrefix', data: { prefixId: `${space}-p${step.n}`, reason: 'x' } },
      by,
    );
};
