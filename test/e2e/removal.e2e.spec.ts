import { describe, expect, it } from '@jest/globals';
import type { JobView } from '@ferrule/provisioning-contracts';
import { until } from '@ferrule/testing';
import { routerOf, rowsOf } from './router.ts';
import { useStack } from './stack.ts';

const stack = useStack();
const DATACENTERS = ['DC1', 'DC2'] as const;

const provision = (datacenter: string, more: object = {}) =>
  stack.call('POST', '/api/v1/networks/provision', {
    ...{ clientId: 'acme-corp', datacenter, size: '/24' },
    ...more,
  });
const remove = (networkId: unknown, query = '') =>
  stack.call('DELETE', `/api/v1/networks/${String(networkId)}${query}`);
const network = async (networkId: unknown) =>
  (await stack.call('GET', `/api/v1/networks/${String(networkId)}`)).body;
const job = async (jobId: unknown): Promise<JobView> => {
  const { body }: { body: unknown } = await stack.call('GET', `/api/v1/jobs/${String(jobId)}`);
  return body as JobView;
};
const pool = async (datacenter: string) =>
  (await stack.call('GET', `/api/v1/ipam/pools/${datacenter}-production`)).body;
const tagOf = (networkId: unknown): string => `nnc-provisioned-${String(networkId)}`;

describe.each(DATACENTERS)('a network of %s that is taken down', (datacenter) => {
  const router = routerOf(stack, datacenter);

  it('leaves its router as it was, and of its addresses nothing but the quarantine', async () => {
    const path = `/api/v1/ipam/pools/${datacenter}-production`;
    const kept = await stack.call('PATCH', path, { quarantineSeconds: 3_600 });
    expect(kept).toMatchObject({ status: 200 });
    const [before, used] = [await router.snapshot(), await pool(datacenter)];
    const { body } = await provision(datacenter);
    expect((await pool(datacenter))['allocated']).not.toBe(used['allocated']);
    const count = await router.commandCount();
    expect(await remove(body['networkId'])).toMatchObject({
      status: 200,
      body: { status: 'released', subnet: body['subnet'] },
    });
    expect(await router.differences(before)).toEqual([]);
    const after = await pool(datacenter);
    expect(after['allocated']).toBe(used['allocated']);
    expect(Number(after['quarantined'])).toBe(Number(used['quarantined']) + 256);
    const writes = (await router.commandsSince(count)).filter((one) => /(set|remove)$/.test(one));
    expect(writes[0]).toBe('/interface/vlan/set');
    const next = await provision(datacenter);
    expect(next.body['subnet']).not.toBe(body['subnet']);
    expect(next.body['vlanId']).not.toBe(body['vlanId']);
  });

  it('is put as it was when the router refuses, and goes the next time', async () => {
    const before = await router.snapshot();
    const { body } = await provision(datacenter);
    const there = await router.snapshot();
    const refusal = { do: 'refuse', path: '/ip/pool', verb: 'remove', times: 1 };
    await router.fault({ ...refusal, message: 'failure: out of luck' });
    const failed = await remove(body['networkId']);
    await router.heal();
    expect(failed).toMatchObject({
      status: 502,
      body: { code: 'ROUTER_REFUSED', detail: expect.stringContaining('failure: out of luck') },
    });
    expect(await router.differences(there)).toEqual([]);
    await until(async () => (await network(body['networkId']))['status'] === 'provisioned');
    expect(await remove(body['networkId'])).toMatchObject({ status: 200 });
    expect(await router.differences(before)).toEqual([]);
  });

  it('goes whatever is left of it', async () => {
    const before = await router.snapshot();
    const { body } = await provision(datacenter);
    const name = `vlan${String(body['vlanId'])}`;
    await router.type(`/ip/dhcp-server/remove numbers=${name}`);
    await router.type(`/ip/pool/remove numbers=${name}`);
    expect(await remove(body['networkId'])).toMatchObject({
      status: 200,
      body: { status: 'released' },
    });
    expect(await router.differences(before)).toEqual([]);
  });
});

describe('a network that somebody uses', () => {
  it('is not taken down unless by force, and is told who does', async () => {
    const router = routerOf(stack, 'DC1');
    const { body } = await provision('DC1');
    const { networkId } = body;
    const path = `/api/v1/networks/${String(networkId)}/ips/next`;
    const taken = await stack.call('POST', path, { hostName: 'web-1' });
    expect(taken.status).toBe(201);
    const there = await router.snapshot();
    expect(await remove(networkId)).toMatchObject({
      status: 409,
      body: {
        code: 'NETWORK_IN_USE',
        field: 'networkId',
        detail: expect.stringContaining('(web-1)'),
        suggestion: 'give the addresses back first, or ask for it with force',
      },
    });
    expect(await router.differences(there)).toEqual([]);
    expect((await network(networkId))['status']).toBe('provisioned');
    expect(await remove(networkId, '?force=true')).toMatchObject({ status: 200 });
    expect(rowsOf(await router.snapshot(), tagOf(networkId))).toEqual([]);
  });
});

describe('a removal', () => {
  it('is a job with its steps, and says who wanted it, why and where', async () => {
    const { body } = await provision('DC1');
    const { networkId } = body;
    const query = '?reason=moved%20away&ticket=CHG-4712';
    await remove(networkId, query);
    const { body: jobs } = await stack.call('GET', `/api/v1/jobs?network=${String(networkId)}`);
    const [latest] = jobs['jobs'] as readonly JobView[];
    expect(await job(latest?.jobId)).toMatchObject({
      workflow: 'network.deprovision',
      status: 'COMPLETED',
      networkId,
      removal: { networkId, force: false, reason: 'moved away', ticket: 'CHG-4712' },
      steps: [
        { step: 'router_plan', status: 'completed' },
        { step: 'router_apply', status: 'completed' },
        { step: 'dns_withdrawal', status: 'skipped', detail: 'it has no names' },
        { step: 'ipam_release', status: 'completed' },
      ],
    });
    // Once more is no mistake: there is nothing left to do.
    expect(await remove(networkId)).toMatchObject({ status: 200, body: { status: 'released' } });
  });
});

describe('a dry run', () => {
  it('says what would be taken and every change of the router, and takes and writes nothing', async () => {
    const router = routerOf(stack, 'DC2');
    const [before, used] = [await router.snapshot(), await pool('DC2')];
    const { body } = await provision('DC2', { dryRun: true });
    expect(body).toMatchObject({ status: 'planned', serviceVlan: 1000, datacenter: 'DC2' });
    const planned = await job(body['jobId']);
    expect(planned).toMatchObject({ status: 'COMPLETED', workflow: 'network.plan' });
    const changes = planned.plan?.stages.flatMap((stage) => stage.changes) ?? [];
    expect(changes.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/interface/vlan', '/ip/address', '/ip/dhcp-server']),
    );
    expect(await router.differences(before)).toEqual([]);
    expect(await pool('DC2')).toEqual(used);
    expect((await stack.call('GET', `/api/v1/networks/${String(body['networkId'])}`)).status).toBe(
      404,
    );
  });
});

describe('a request that asks for more', () => {
  it('gets IPv6, the prefix that it chose and its tags, and all of it goes again', async () => {
    const router = routerOf(stack, 'DC2');
    const before = await router.snapshot();
    const made = await stack.call('POST', '/api/v1/ipam/pools', {
      ...{ poolId: 'DC2-six', vrfId: 'default', datacenter: 'DC2', prefix: '2001:db8:2::/48' },
      ...{ policy: 'lowest', types: [], quarantineSeconds: 60 },
    });
    expect(made).toMatchObject({ status: 201 });
    const more = { prefix: '172.20.77.0/24', ipv6: '/56', tags: ['web'], ticket: 'CHG-4711' };
    const { status, body } = await provision('DC2', more);
    const given = {
      ...{ subnet: '172.20.77.0/24', gateway: '172.20.77.1', serviceVlan: 1000 },
      ...{ ipv6Subnet: '2001:db8:2::/64', ipv6Gateway: '2001:db8:2::1' },
    };
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { ...given, ipv6Prefix: '2001:db8:2::/56', datacenter: 'DC2' },
    });
    const { networkId } = body;
    expect(await network(networkId)).toMatchObject({
      ...{ ...given, ipv6: '2001:db8:2::/56', tags: ['web'], dnsZone: null },
    });
    expect(rowsOf(await router.snapshot(), tagOf(networkId))).toContainEqual(
      expect.objectContaining({ menu: '/ipv6/address', address: '2001:db8:2::1/64' }),
    );
    expect(await provision('DC2', { prefix: '172.20.77.0/24' })).toMatchObject({
      status: 409,
      body: { code: 'PREFIX_NOT_FREE', field: 'prefix' },
    });
    expect(await remove(networkId)).toMatchObject({ status: 200 });
    expect(await router.differences(before)).toEqual([]);
  });

  it('lives in a routing table of its own, on a router that has its addresses only once', async () => {
    const router = routerOf(stack, 'DC1');
    const before = await router.snapshot();
    const made = [
      await stack.call('POST', '/api/v1/ipam/vrfs', { vrfId: 'acme' }),
      await stack.call('POST', '/api/v1/ipam/pools', {
        ...{ poolId: 'acme', vrfId: 'acme', datacenter: 'DC1', prefix: '172.16.0.0/16' },
        ...{ policy: 'lowest', types: [], quarantineSeconds: 60, vlanGroupId: 'DC1' },
      }),
    ];
    expect(made).toMatchObject(made.map(() => ({ status: 201 })));
    const shared = await provision('DC1', { prefix: '172.16.88.0/24' });
    expect(await provision('DC1', { prefix: '172.16.88.0/24', vrf: 'acme' })).toMatchObject({
      status: 409,
      body: { code: 'ROUTER_CONFLICT' },
    });
    const apart = await provision('DC1', { prefix: '172.16.89.0/24', vrf: 'acme' });
    expect([shared.status, apart.status]).toEqual([201, 201]);
    const { networkId } = apart.body;
    expect(await network(networkId)).toMatchObject({ vrfId: 'acme', status: 'provisioned' });
    expect(rowsOf(await router.snapshot(), tagOf(networkId))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ menu: '/ip/vrf', name: 'acme' }),
        expect.objectContaining({ menu: '/ip/dhcp-server/network', 'dns-none': 'true' }),
      ]),
    );
    for (const { body } of [apart, shared])
      expect(await remove(body['networkId'])).toMatchObject({ status: 200 });
    expect(await router.differences(before)).toEqual([]);
  });

  it('is refused for what cannot be, by its field', async () => {
    const refusals = [
      [{ vrf: 'nowhere' }, 'POOL_NOT_FOUND', 'vrf'],
      [{ prefix: '172.20.77.1/24' }, 'PREFIX_INVALID', 'prefix'],
      [{ prefix: '172.20.78.0/25' }, 'PREFIX_SIZE_MISMATCH', 'prefix'],
      [{ ipv6: '/65' }, 'VALIDATION_FAILED', 'ipv6'],
      [{ dnsZone: 'No Zone' }, 'VALIDATION_FAILED', 'dnsZone'],
      [{ tags: ['a,b'] }, 'VALIDATION_FAILED', 'tags'],
    ] as const;
    for (const [more, code, field] of refusals)
      expect(await provision('DC2', more)).toMatchObject({ body: { code, field } });
  });
});
