import { describe, expect, it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';

const INSTANCES = 2;
const ipam = useIpam(useDatabase(IPAM_DATABASE), INSTANCES);

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
    const [space] = await ipam.query(
      `select allocated::integer, (select count(*)::integer from free_block f where f.space = s.no) as free
       from space s where id = 'thousand'`,
    );
    expect(space).toEqual({ allocated: 1_024, free: 0 });
  }, 60_000);
});
