import { describe, expect, it } from '@jest/globals';
import { metricsText } from '@ferrule/telemetry';
import { useDatabase } from '@ferrule/testing';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));

describe('the metric of a pool', () => {
  it('is the share of it that is free, as it is when somebody scrapes', async () => {
    const line = async (pool: string) =>
      (await metricsText())
        .split('\n')
        .find((one) => one.startsWith('ferrule_pool_free_ratio{') && one.includes(`"${pool}"`));
    const labels = 'pool="DC1-production",vrf="default",datacenter="DC1"';
    expect(await line('DC1-production')).toBe(`ferrule_pool_free_ratio{${labels}} 1`);
    const data = { prefixId: 'half', spaceId: 'DC1-production', size: '/17' };
    await ipam.run({ type: 'AllocatePrefix', data: { ...data, kind: 'reservation' } });
    await ipam.run({
      type: 'AllocatePrefix',
      data: { ...data, prefixId: 'more', kind: 'prefix', size: '/18' },
    });
    expect(await line('DC1-production')).toBe(`ferrule_pool_free_ratio{${labels}} 0.25`);
    expect(await line('DC2-production')).toContain('} 1');
  });
});
