import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { LedgerPage } from '@ferrule/audit-contracts';
import type { JobView } from '@ferrule/provisioning-contracts';
import { readSpans } from '@ferrule/telemetry';
import { until } from '@ferrule/testing';
import { routerOf } from './router.ts';
import { useStack } from './stack.ts';

const stack = useStack();

const request = {
  clientId: 'acme-corp',
  type: 'production',
  datacenter: 'DC1',
  size: '/24',
  options: {
    enableDHCP: true,
    firewallProfile: 'standard',
    bgpEnabled: false,
    description: 'ACME production network',
  },
};
interface Network extends Record<string, unknown> {
  readonly jobId: string;
  readonly networkId: string;
  readonly vlanId: number;
  readonly subnet: string;
}
const provision = async (body: unknown = request, headers: Record<string, string> = {}) => {
  const answer = await stack.call('POST', '/api/v1/networks/provision', body, headers);
  return { ...answer, body: answer.body as Network };
};
const job = async (jobId: string): Promise<JobView> => {
  const { body }: { body: unknown } = await stack.call('GET', `/api/v1/jobs/${jobId}`);
  return body as JobView;
};
const events = async (query: string): Promise<LedgerPage['events']> => {
  const { body }: { body: unknown } = await stack.call('GET', `/api/v1/audit/events?${query}`);
  return (body as LedgerPage).events;
};
const eventsOf = (jobId: string, atLeast: number) =>
  until(async () => {
    const found = await events(`correlationId=${jobId}`);
    return found.length >= atLeast && found;
  });

describe('a request for a network', () => {
  it('comes back with its addresses once a router carries it', async () => {
    const { status, headers, body } = await provision();
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/networks/${body.networkId}`);
    expect(body).toMatchObject({
      networkId: expect.stringMatching(/^net-/),
      vlanId: 100,
      subnet: '172.16.0.0/24',
      gateway: '172.16.0.1',
      dhcpRange: '172.16.0.100-172.16.0.200',
      datacenter: 'DC1',
      status: 'provisioned',
      warnings: [],
    });
    const done = (step: string) => ({ step, status: 'completed', timestamp: expect.any(String) });
    expect(body['provisioningSteps']).toEqual([
      done('ipam_allocation'),
      done('router_vlan_creation'),
      done('firewall_rules'),
      done('dhcp_configuration'),
      { ...done('dns_update'), status: 'skipped', detail: 'no zone was named' },
    ]);
  });

  it('is a job that can be read, with the fields that were promised', async () => {
    const { body } = await provision();
    const view = await job(body.jobId);
    expect(view).toMatchObject({
      jobId: body.jobId,
      networkId: body.networkId,
      status: 'COMPLETED',
      currentStep: null,
      errorMessage: null,
    });
    expect(Date.parse(view.endTime ?? '')).toBeGreaterThanOrEqual(Date.parse(view.startTime));
    const network = await stack.call('GET', `/api/v1/networks/${body.networkId}`);
    expect(network.body).toMatchObject({ subnet: body.subnet, vlanId: body.vlanId });
  });

  it('leaves every event in the ledger, with who caused it and no number missing', async () => {
    const { body } = await provision();
    const found = await until(async () => {
      const seen = await events(`correlationId=${body.jobId}`);
      return seen.some(({ type }) => type === 'NetworkProvisionCompleted') && seen;
    });
    const types = found.map(({ type }) => type);
    const count = (wanted: string) => types.filter((type) => type === wanted).length;
    for (const once of [
      'NetworkProvisionAccepted',
      'NetworkAllocated',
      'NetworkProvisionCompleted',
    ])
      expect([once, count(once)]).toEqual([once, 1]);
    // The allocation, the plan, each stage and the activation.
    expect(count('StepIntended')).toBeGreaterThanOrEqual(6);
    expect(count('StepCompleted')).toBe(count('StepIntended'));
    expect(types).toHaveLength(3 + 2 * count('StepIntended'));
    expect(new Set(found.map(({ tenant }) => tenant))).toEqual(new Set(['demo']));
    const all = await events('limit=1000');

    for (const source of ['ipam', 'provisioning']) {
      const sequences = all.filter((event) => event.source === source).map((e) => e.sequence);
      expect(sequences.sort((a, b) => a - b)).toEqual(sequences.map((_, n) => n + 1));
    }
  });

  it('is one trace through all seven services', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const { status } = await provision(request, {
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
    });
    expect(status).toBe(201);
    const hops = await until(async () => {
      const spans = (await readSpans(join(stack.data, 'logs', 'spans.ndjson'))).filter(
        (span) => span.trace === trace,
      );
      const services = new Set(spans.map(({ service }) => service));
      return services.size === 7 && services;
    });
    expect([...hops].sort()).toEqual([
      'api',
      'audit',
      'inventory',
      'ipam',
      'notifier',
      'provisioning-saga',
      'router-gateway',
    ]);
  });

  it('sent again with its key is the same network, and with another body a mistake', async () => {
    const key = { 'idempotency-key': 'order-4711' };
    const first = await provision(request, key);
    const repeat = await provision(request, key);
    expect(repeat.status).toBe(201);
    expect(repeat.body).toEqual(first.body);
    const other = await provision({ ...request, size: '/25' }, key);
    expect(other).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'Idempotency-Key' },
    });
  });

  it('can be answered at once and followed', async () => {
    const { status, headers, body } = await provision(request, { prefer: 'respond-async' });
    expect(status).toBe(202);
    const location = headers.get('location') ?? '';
    expect(location).toBe(`/api/v1/jobs/${body.jobId}`);
    await until(async () => (await stack.call('GET', location)).body['status'] === 'COMPLETED');
  });

  it('gets addresses and a VLAN of its own, beside forty others at once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => provision()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ body }) => body.subnet)).size).toBe(40);
    expect(new Set(answers.map(({ body }) => body.vlanId)).size).toBe(40);
  }, 30_000);

  it('that finds no room is told what is full', async () => {
    const { status, body } = await provision({ ...request, size: '/16' });
    expect({ status, body }).toMatchObject({
      status: 409,
      body: {
        title: 'Failed to provision network',
        code: 'POOL_EXHAUSTED',
        field: 'size',
        resource: 'addresses',
        maximum: 65_536,
        suggestion: expect.any(String),
      },
    });
    expect((await job(body.jobId)).status).toBe('FAILED');
  });

  it('outlives every service that is killed while it is under way', async () => {
    const { body } = await provision(request, { prefer: 'respond-async' });
    for (const app of ['ipam', 'provisioning-saga', 'audit'])
      process.kill(await stack.pidOf(app), 'SIGKILL');
    const pending = await provision(request, { prefer: 'wait=0' });
    expect(pending.status).toBe(202);
    for (const { jobId } of [body, pending.body]) {
      await until(async () => (await job(jobId)).status === 'COMPLETED', { timeout: 45_000 });
      await eventsOf(jobId, 15);
    }
  }, 90_000);

  it('is still there after a stop and a start, on its router as well', async () => {
    const { body } = await provision();
    const before = await routerOf(stack, 'DC1').snapshot();
    await stack.restart();
    expect((await job(body.jobId)).status).toBe('COMPLETED');
    expect(await routerOf(stack, 'DC1').differences(before)).toEqual([]);
    const next = await provision();
    expect(next.status).toBe(201);
    expect(next.body.subnet).not.toBe(body.subnet);
  }, 60_000);
});

describe('the figures that were promised', () => {
  it('are scraped under their exact names', async () => {
    await provision();
    const response = await fetch(`${stack.addresses.services['provisioning-saga'] ?? ''}/metrics`);
    const text = await response.text();
    for (const name of [
      'network_provisioning_total',
      'network_provisioning_success',
      'network_rollback_total',
    ])
      expect(text).toMatch(new RegExp(`^${name}(\\{[^}]*\\})? \\d`, 'm'));
    expect(text).toMatch(/^network_provisioning_duration_bucket\{.*le="\+Inf"\} [1-9]/m);
    expect(text).toMatch(/^# TYPE network_provisioning_duration histogram$/m);
  });
});
