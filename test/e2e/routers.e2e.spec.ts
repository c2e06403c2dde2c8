import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { JobView } from '@ferrule/provisioning-contracts';
import { readSpans } from '@ferrule/telemetry';
import { until } from '@ferrule/testing';
import { connect } from 'nats';
import { routerOf, rowsOf, type Snapshot } from './router.ts';
import { useStack } from './stack.ts';

const stack = useStack();
const routers = { DC1: routerOf(stack, 'DC1'), DC2: routerOf(stack, 'DC2') } as const;
const DATACENTERS = ['DC1', 'DC2'] as const;

const wish = (datacenter: string) => ({ clientId: 'acme-corp', datacenter, size: '/24' });
const provision = (datacenter: string, headers: Record<string, string> = {}) =>
  stack.call('POST', '/api/v1/networks/provision', wish(datacenter), headers);
const job = async (jobId: unknown): Promise<JobView> => {
  const { body }: { body: unknown } = await stack.call('GET', `/api/v1/jobs/${String(jobId)}`);
  return body as JobView;
};
const tagOf = (networkId: unknown): string => `nnc-provisioned-${String(networkId)}`;

describe('the two datacenters of the stack', () => {
  it('are prepared: each router has its base configuration, and no more after a second time', async () => {
    for (const datacenter of DATACENTERS) {
      const before = await routers[datacenter].snapshot();
      expect(rowsOf(before, `nnc-provisioned-dc-${datacenter}`).length).toBeGreaterThan(10);
      const again = await stack.call('POST', `/api/v1/datacenters/${datacenter}/prepare`);
      expect(again).toMatchObject({
        status: 200,
        body: { status: 'COMPLETED', workflow: 'datacenter.prepare', datacenter },
      });
      expect(await routers[datacenter].differences(before)).toEqual([]);
    }
  });
});

describe('a network', () => {
  it.each([
    ['DC1', 'sfp-sfpplus1'],
    ['DC2', 'svlan1000'],
  ] as const)('asked for in %s stands on its router, on %s', async (datacenter, parent) => {
    const { status, body } = await provision(datacenter);
    expect({ status, body }).toMatchObject({ status: 201, body: { status: 'provisioned' } });
    const rows = rowsOf(await routers[datacenter].snapshot(), tagOf(body['networkId']));
    const name = `vlan${String(body['vlanId'])}`;
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          menu: '/interface/vlan',
          name,
          interface: parent,
          'vlan-id': String(body['vlanId']),
        }),
        expect.objectContaining({
          menu: '/ip/address',
          interface: name,
          address: `${String(body['gateway'])}/24`,
        }),
        expect.objectContaining({ menu: '/ip/dhcp-server', interface: name }),
      ]),
    );
    expect(rows.filter((row) => row['disabled'] === 'true')).toEqual([]);
  });

  it('is one trace, from the request to each command that writes on the router', async () => {
    const trace = '1af7651916cd43dd8448eb211c80319d';
    const count = await routers.DC1.commandCount();
    const { status } = await provision('DC1', { traceparent: `00-${trace}-b7ad6b7169203331-01` });
    expect(status).toBe(201);
    const writes = (await routers.DC1.commandsSince(count))
      .filter((command) => /\/(add|set|enable)$/.test(command))
      .sort();
    expect(writes.length).toBeGreaterThan(5);
    const spans = await until(async () => {
      const found = await readSpans(join(stack.data, 'logs', 'spans.ndjson'), trace);
      const names = found.flatMap(({ name }) =>
        /^routeros .*\/(add|set|enable)$/.test(name) ? [name.replace('routeros ', '')] : [],
      );
      return names.length >= writes.length && names.sort();
    });
    expect(spans).toEqual(writes);
  });
});

describe('the NATS user of a gateway', () => {
  it('reaches its own queue, and neither the queue nor the questions of another datacenter', async () => {
    const client = await connect({
      servers: stack.addresses.nats,
      user: 'router_gateway_dc1',
      pass: await stack.password('router_gateway_dc1'),
      inboxPrefix: '_INBOX_router_gateway_dc1',
    });
    try {
      const ask = (subject: string) => client.request(subject, '', { timeout: 2_000 });
      expect(
        (await ask('$JS.API.CONSUMER.INFO.CMD_ROUTER_DC1.router-dc1-r1')).json(),
      ).toMatchObject({
        config: { filter_subject: 'cmd.router.DC1.dc1-r1.>' },
      });
      for (const foreign of [
        '$JS.API.CONSUMER.INFO.CMD_ROUTER_DC2.router-dc2-r1',
        '$JS.API.CONSUMER.MSG.NEXT.CMD_ROUTER_DC2.router-dc2-r1',
        '$JS.API.STREAM.DELETE.CMD_ROUTER_DC1',
        'cmd.router.DC1.dc1-r1.clean',
        'cmd.ipam.network.release',
        'evt.ipam.network.released.v1',
      ])
        await expect(ask(foreign)).rejects.toThrow(/permissions violation/i);
    } finally {
      await client.close();
    }
  });
});

/** The commands by which the phases are met, the last one for the activation. */
const PHASES = [
  ['phase 1, the interface', { path: '/interface/vlan', verb: 'add' }],
  ['phase 3, the address', { path: '/ip/address', verb: 'add' }],
  ['phase 5, the DHCP server', { path: '/ip/dhcp-server', verb: 'add' }],
  ['phase 7, the firewall lists', { path: '/ip/firewall/address-list', verb: 'add' }],
  ['the activation', { path: '/interface/vlan', verb: 'set' }],
] as const;

const OUT_OF_LUCK = {
  ...{ do: 'refuse', path: '/ip/firewall/address-list', verb: 'add', times: 1 },
  message: 'failure: out of luck',
} as const;

describe.each(DATACENTERS)('a refusal of the router of %s', (datacenter) => {
  const router = routers[datacenter];

  it.each(PHASES)('at %s undoes everything', async (_, meets) => {
    const before = await router.snapshot();
    await router.fault({ do: 'refuse', ...meets, message: 'failure: out of luck', times: 1 });
    const { status, body } = await provision(datacenter);
    await router.heal();
    expect({ status, body }).toMatchObject({
      status: 502,
      body: {
        title: 'Failed to provision network',
        code: 'ROUTER_REFUSED',
        detail: expect.stringContaining('failure: out of luck'),
      },
    });
    const failed = await job(body['jobId']);
    expect(failed).toMatchObject({
      status: 'FAILED',
      error: { code: 'ROUTER_REFUSED' },
      rollback: { Failed: 0, Errors: [] },
    });
    expect(await router.differences(before)).toEqual([]);
    const network = await stack.call('GET', `/api/v1/networks/${String(failed.networkId)}`);
    expect(network.body['status']).toBe('released');
  });
});

describe('a job whose', () => {
  let pristine: Snapshot = {};

  const theEndOf = (jobId: unknown): Promise<JobView> =>
    until(
      async () => {
        const seen = await job(jobId).catch(() => undefined);
        return seen !== undefined && ['COMPLETED', 'FAILED'].includes(seen.status) && seen;
      },
      { timeout: 100_000 },
    );

  /** Kills when the router has been sent a command that it takes its time for. */
  const killDuring = async (
    app: string,
    meets: { readonly path: string; readonly verb: string },
  ): Promise<JobView> => {
    pristine = await routers.DC1.snapshot();
    await routers.DC1.fault({ do: 'delay', ms: 60_000, ...meets, times: 1 });
    const count = await routers.DC1.commandCount();
    const { body } = await provision('DC1', { prefer: 'respond-async' });
    const command = `${meets.path}/${meets.verb}`;
    await until(async () => (await routers.DC1.commandsSince(count)).includes(command), {
      timeout: 20_000,
    });
    process.kill(await stack.pidOf(app), 'SIGKILL');
    await routers.DC1.heal();
    return theEndOf(body['jobId']);
  };

  const expectWholeOrNothing = async ({ status, networkId }: JobView): Promise<void> => {
    if (status === 'FAILED') {
      expect(await routers.DC1.differences(pristine)).toEqual([]);
      const network = await stack.call('GET', `/api/v1/networks/${String(networkId)}`);
      expect(network.body['status']).toBe('released');
      return;
    }
    const rows = rowsOf(await routers.DC1.snapshot(), tagOf(networkId));
    expect(rows.map(({ menu }) => menu)).toEqual(
      expect.arrayContaining(['/interface/vlan', '/ip/address', '/ip/dhcp-server']),
    );
    expect(rows.filter((row) => row['disabled'] === 'true')).toEqual([]);
  };

  it.each([
    ['gateway', 'router-gateway-DC1', 'an address', { path: '/ip/address', verb: 'add' }],
    ['gateway', 'router-gateway-DC1', 'the last row', { path: '/interface/vlan', verb: 'set' }],
    ['saga', 'provisioning-saga', 'a DHCP server', { path: '/ip/dhcp-server', verb: 'add' }],
  ])(
    '%s (%s) is killed while the router writes %s ends whole or undone',
    async (_, app, __, meets) => {
      await expectWholeOrNothing(await killDuring(app, meets));
    },
    150_000,
  );

  it.each([
    ['is configured', { path: '/ip/pool', verb: 'add' }, []],
    ['is cleaned again', { path: '/ip/pool', verb: 'remove' }, [OUT_OF_LUCK]],
  ])(
    'router reboots while it %s ends whole or undone',
    async (_, meets, before) => {
      pristine = await routers.DC1.snapshot();
      for (const fault of before) await routers.DC1.fault(fault);
      // It has done what it was told, and nobody hears of it.
      await routers.DC1.fault({ do: 'crash', ...meets, times: 1, downMs: 4_000 });
      const { body } = await provision('DC1', { prefer: 'respond-async' });
      const ended = await theEndOf(body['jobId']);
      await routers.DC1.heal();
      await expectWholeOrNothing(ended);
      if (before.length > 0) expect(ended.status).toBe('FAILED');
    },
    150_000,
  );

  it('saga is killed in the middle of its undo is undone all the same', async () => {
    await routers.DC1.fault(OUT_OF_LUCK);
    const failed = await killDuring('provisioning-saga', { path: '/ip/pool', verb: 'remove' });
    expect(failed.status).toBe('FAILED');
    await expectWholeOrNothing(failed);
  }, 150_000);
});
