import { afterEach, describe, expect, it } from '@jest/globals';
import type { JobView } from '@ferrule/provisioning-contracts';
import { until } from '@ferrule/testing';
import { routerOf, rowsOf } from './router.ts';
import { type Answer, useStack } from './stack.ts';

const stack = useStack();
const router = routerOf(stack, 'DC1');

const provision = (more: object = {}) =>
  stack.call('POST', '/api/v1/networks/provision', {
    ...{ clientId: 'acme-corp', datacenter: 'DC1', size: '/24' },
    ...more,
  });
const remove = (networkId: unknown) =>
  stack.call('DELETE', `/api/v1/networks/${String(networkId)}`);
const job = async ({ body }: Answer): Promise<JobView> => {
  const answer: { body: unknown } = await stack.call(
    'GET',
    `/api/v1/jobs/${String(body['jobId'])}`,
  );
  return answer.body as JobView;
};
const writesSince = async (count: number) =>
  (await router.commandsSince(count)).filter((command) => /\/(add|set|remove)$/.test(command));

afterEach(() => router.heal());

describe('a failure has its name:', () => {
  it('POOL_EXHAUSTED, with what still fits', async () => {
    expect((await provision()).status).toBe(201);
    expect(await provision({ size: '/16' })).toMatchObject({
      status: 409,
      body: {
        code: 'POOL_EXHAUSTED',
        field: 'size',
        resource: 'addresses',
        suggestion: expect.stringContaining('release a network that is no longer used'),
      },
    });
  });

  it('VLAN_EXHAUSTED, with the range that is full', async () => {
    const made = [
      await stack.call('POST', '/api/v1/ipam/vlan-groups', {
        ...{ vlanGroupId: 'one', datacenter: 'DC1', serviceVlan: null, first: 3000, last: 3000 },
      }),
      await stack.call('POST', '/api/v1/ipam/pools', {
        ...{ poolId: 'small', vrfId: 'default', datacenter: 'DC1', prefix: '10.99.0.0/16' },
        ...{ policy: 'lowest', types: ['storage'], vlanGroupId: 'one', quarantineSeconds: 60 },
      }),
      await stack.call('POST', '/api/v1/networks/allocate', {
        ...{ clientId: 'acme-corp', datacenter: 'DC1', type: 'storage', size: '/24' },
      }),
    ];
    expect(made).toMatchObject(made.map(() => ({ status: 201 })));
    expect(await provision({ type: 'storage' })).toMatchObject({
      status: 409,
      body: {
        ...{ code: 'VLAN_EXHAUSTED', field: 'datacenter', resource: 'vlans' },
        ...{ current: 1, maximum: 1, rangeStart: '3000', rangeEnd: '3000' },
        suggestion: expect.any(String),
      },
    });
  });

  it('ADDRESS_CONFLICT, before anything is written', async () => {
    await router.type('/ip/address/add address=172.16.77.130/32 interface=ether7 comment=camera');
    const before = await router.snapshot();
    const count = await router.commandCount();
    const answer = await provision({ prefix: '172.16.77.0/24' });
    expect(answer).toMatchObject({
      status: 409,
      body: {
        ...{ code: 'ADDRESS_CONFLICT', field: 'subnet' },
        detail: expect.stringContaining('172.16.77.130/32 on ether7 (camera)'),
      },
    });
    expect(await writesSince(count)).toEqual([]);
    expect(await router.differences(before)).toEqual([]);
    expect(await job(answer)).toMatchObject({ status: 'FAILED', left: [] });
  });

  it('ROUTER_CONFLICT, when somebody else was faster', async () => {
    const before = await router.snapshot();
    const { body: planned } = await provision({ dryRun: true });
    const name = `vlan${String(planned['vlanId'])}`;
    await router.fault({
      // Between the plan and the stage that it is about.
      ...{ do: 'administrator', path: '/interface/vlan', verb: 'add', when: 'after', times: 1 },
      commands: [['/ip/pool/add', `=name=${name}`, '=ranges=192.0.2.1-192.0.2.9']],
    });
    const answer = await provision();
    expect(answer).toMatchObject({ status: 409, body: { code: 'ROUTER_CONFLICT' } });
    expect(String(answer.body['detail'])).toContain(name);
    expect(await job(answer)).toMatchObject({ status: 'FAILED', rollback: { Failed: 0 } });
    await router.type(`/ip/pool/remove numbers=${name}`);
    expect(await router.differences(before)).toEqual([]);
  });

  it('ROUTER_UNREACHABLE, and nothing is taken', async () => {
    const before = await router.snapshot();
    await router.fault({ do: 'reset', at: 'arrival' });
    const answer = await provision();
    expect(answer).toMatchObject({ status: 504, body: { code: 'ROUTER_UNREACHABLE' } });
    await router.heal();
    const failed = await job(answer);
    expect(failed).toMatchObject({ status: 'FAILED', rollback: null, left: [] });
    const network = await stack.call('GET', `/api/v1/networks/${String(failed.networkId)}`);
    expect(network.body['status']).toBe('released');
    expect(await router.differences(before)).toEqual([]);
    await until(async () => (await provision()).status === 201, { timeout: 60_000 });
  }, 120_000);

  it('DEADLINE_EXCEEDED, when nobody is there who could ask the router', async () => {
    const pid = await stack.pidOf('router-gateway-DC1');
    process.kill(pid, 'SIGSTOP');
    const answer = await provision().finally(() => process.kill(pid, 'SIGCONT'));
    expect(answer).toMatchObject({ status: 504, body: { code: 'DEADLINE_EXCEEDED' } });
    expect(await job(answer)).toMatchObject({ status: 'FAILED', left: [] });
    await until(async () => (await provision()).status === 201, { timeout: 60_000 });
  }, 120_000);

  it('ROLLBACK_INCOMPLETE, with what is left and the commands that would remove it', async () => {
    const before = await router.snapshot();
    const refusal = { do: 'refuse', message: 'failure: out of luck' };
    await router.fault({ ...refusal, path: '/ip/firewall/address-list', verb: 'add', times: 1 });
    await router.fault({ ...refusal, path: '/ip/pool', verb: 'remove' });
    const answer = await provision();
    expect(answer).toMatchObject({ status: 502, body: { code: 'ROLLBACK_INCOMPLETE' } });
    const stuck = await job(answer);
    expect(stuck).toMatchObject({
      status: 'NEEDS_OPERATOR',
      error: { code: 'ROLLBACK_INCOMPLETE' },
    });
    const left = stuck.left.filter(({ where }) => where === 'dc1-r1');
    expect(left.flatMap(({ commands }) => commands)).toContainEqual(
      expect.stringMatching(/^\/ip\/pool\/remove /),
    );
    await router.heal();

    const given = await stack.call('POST', `/api/v1/jobs/${stuck.jobId}/abandon`, {
      reason: 'it is taken down instead',
    });
    expect(given.status).toBe(200);
    expect(await remove(stuck.networkId)).toMatchObject({
      status: 200,
      body: { status: 'released' },
    });
    const tag = `nnc-provisioned-${String(stuck.networkId)}`;
    expect(rowsOf(await router.snapshot(), tag)).toEqual([]);
    expect(await router.differences(before)).toEqual([]);
  });
});

describe('what may be done and should still be known', () => {
  it('is said in the answer, in the job and in the trail', async () => {
    const answer = await provision({ options: { firewallProfile: 'open' } });
    const warnings = expect.arrayContaining([expect.stringContaining('not recommended')]);
    expect(answer).toMatchObject({ status: 201, body: { warnings } });
    const { jobId } = await job(answer);
    expect(await job(answer)).toMatchObject({ warnings });
    const trail = await until(async () => {
      const { body } = await stack.call('GET', `/api/v1/audit/events?correlationId=${jobId}`);
      const events = body['events'] as readonly { readonly type: string; readonly data?: object }[];
      return events.some(({ type }) => type === 'NetworkProvisionCompleted') && events;
    });
    expect(JSON.stringify(trail)).toContain('not recommended');
  });

  it('is that names were asked for where no name server is', async () => {
    const answer = await provision({ dnsZone: 'dc1.example', tags: ['web'], ticket: 'CHG-4711' });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        dnsZone: 'dc1.example',
        warnings: [expect.stringContaining('no names were published')],
        provisioningSteps: expect.arrayContaining([
          expect.objectContaining({ step: 'dns_update', status: 'completed' }),
        ]),
      },
    });
    const { body } = answer;
    const network = await until(async () => {
      const found = await stack.call('GET', `/api/v1/networks/${String(body['networkId'])}`);
      return found.body['status'] === 'provisioned' && found.body;
    });
    expect(network).toMatchObject({ dnsZone: 'dc1.example', tags: ['web'] });
  });
});
