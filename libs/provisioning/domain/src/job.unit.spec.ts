import { describe, expect, it } from '@jest/globals';
import type { JobEvent, Reason, ResolvedRequest } from '@ferrule/provisioning-contracts';
import {
  jobDecider,
  type JobCommand,
  jobView,
  type TimedJobEvent,
} from '@ferrule/provisioning-domain';
import { deciderSpec } from '@ferrule/testing';

const given = deciderSpec(jobDecider);

const ref = { jobId: 'job-1', networkId: 'net-1' };
const request: ResolvedRequest = {
  clientId: 'acme-corp',
  type: 'production',
  datacenter: 'DC1',
  size: '/24',
  enableDHCP: true,
  firewallProfile: 'standard',
  bgpEnabled: false,
  description: null,
};
const result = {
  vlanId: 150,
  subnet: '172.16.150.0/24',
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
};
const reason: Reason = {
  code: 'PREFIX_EXHAUSTED',
  message: 'pool DC1-production has no free /24',
  field: 'size',
  suggestion: 'release a network',
  resource: 'addresses',
  current: 65_536,
  maximum: 65_536,
  rangeStart: '172.16.0.0/16',
  rangeEnd: '172.16.0.0/16',
};
const NO_ROUTER = 'the router was not configured: no router gateway takes part in this workflow';
const NO_DNS = 'no name was published: no DNS server takes part in this workflow';

const start = (changed: Partial<ResolvedRequest> = {}): JobCommand => ({
  type: 'StartJob',
  data: { ...ref, publisher: 'billing', request: { ...request, ...changed } },
});
const allocated: JobCommand = { type: 'ConcludeStep', data: { step: 'ipam_allocation', result } };
const refused: JobCommand = { type: 'ConcludeStep', data: { step: 'ipam_allocation', reason } };

const begun = (
  changed: Partial<ResolvedRequest> = {},
  warnings: readonly string[] = [],
): JobEvent[] => [
  {
    type: 'NetworkProvisionAccepted',
    data: {
      ...ref,
      publisher: 'billing',
      request: { ...request, ...changed },
      definition: 'network.provision',
      definitionVersion: 1,
      warnings,
    },
  },
  { type: 'StepIntended', data: { ...ref, step: 'ipam_allocation' } },
];
const skipped = (
  step: 'router_vlan_creation' | 'firewall_rules' | 'dhcp_configuration' | 'dns_update',
  why: string,
): JobEvent => ({ type: 'StepSkipped', data: { ...ref, step, reason: why } });
const ended = (warnings: readonly string[], dhcp = NO_ROUTER): JobEvent[] => [
  { type: 'StepCompleted', data: { ...ref, step: 'ipam_allocation', result } },
  skipped('router_vlan_creation', NO_ROUTER),
  skipped('firewall_rules', NO_ROUTER),
  skipped('dhcp_configuration', dhcp),
  skipped('dns_update', NO_DNS),
  {
    type: 'NetworkProvisionCompleted',
    data: {
      ...ref,
      ...result,
      clientId: 'acme-corp',
      datacenter: 'DC1',
      status: 'allocated',
      warnings,
    },
  },
];
const failed: JobEvent[] = [
  { type: 'StepFailed', data: { ...ref, step: 'ipam_allocation', reason } },
  { type: 'NetworkProvisionFailed', data: { ...ref, step: 'ipam_allocation', reason } },
];

describe('a provisioning job', () => {
  it('is accepted and records its first intent before anybody is asked', () => {
    given()
      .when(start())
      .then(...begun());
  });

  it('asked for again is the same job', () => {
    given(...begun())
      .when(start())
      .then();
    given(...begun(), ...ended([NO_ROUTER, NO_DNS]))
      .when(start())
      .then();
  });

  it('refuses its id to another request', () => {
    for (const changed of [
      { clientId: 'globex' },
      { type: 'staging' },
      { datacenter: 'DC2' },
      { size: '/25' },
      { enableDHCP: false },
      { firewallProfile: 'open' },
      { bgpEnabled: true },
      { description: 'another' },
    ])
      given(...begun())
        .when(start(changed))
        .thenRejects('IDEMPOTENCY_KEY_REUSED');
  });

  it('warns of an open firewall from the start', () => {
    const [accepted] = begun({ firewallProfile: 'open' }, [
      'firewallProfile open allows all traffic from and to the network; it is not recommended',
    ]);
    const [, intended] = begun();
    if (!accepted || !intended) throw new Error('a job begins with two events');
    given()
      .when(start({ firewallProfile: 'open' }))
      .then(accepted, intended);
  });

  it('ends honestly: the addresses are taken and no router was configured', () => {
    given(...begun())
      .when(allocated)
      .then(...ended([NO_ROUTER, NO_DNS]));
  });

  it('skips DHCP that nobody asked for', () => {
    given(...begun({ enableDHCP: false }))
      .when(allocated)
      .then(...ended([NO_ROUTER, NO_DNS], 'enableDHCP is false'));
  });

  it('fails when its step is refused, with the reason', () => {
    given(...begun())
      .when(refused)
      .then(...failed);
  });

  it('takes an answer once, and none that it does not wait for', () => {
    given(...begun(), ...ended([NO_ROUTER, NO_DNS]))
      .when(allocated)
      .then();
    given(...begun(), ...failed)
      .when(allocated)
      .then();
    given().when(allocated).then();
    given(...begun())
      .when({ type: 'ConcludeStep', data: { step: 'firewall_rules', result } })
      .then();
  });
});

describe('the view of a job', () => {
  const timed = (...events: JobEvent[]): TimedJobEvent[] =>
    events.map((event, second) => ({
      ...event,
      at: `2026-01-01T00:00:0${second % 10}.000Z`,
      meta: { correlationId: 'job-1', actor: 'publisher:billing', tenant: 'acme' },
    }));

  it('shows every step in order, with its true time', () => {
    const view = jobView(timed(...begun(), ...ended([NO_ROUTER, NO_DNS])));
    expect(view).toMatchObject({
      jobId: 'job-1',
      networkId: 'net-1',
      status: 'COMPLETED',
      currentStep: null,
      errorMessage: null,
      startTime: '2026-01-01T00:00:00.000Z',
      endTime: '2026-01-01T00:00:07.000Z',
      result: { ...result, status: 'allocated' },
      warnings: [NO_ROUTER, NO_DNS],
      actor: 'publisher:billing',
      tenant: 'acme',
    });
    expect(view?.steps).toEqual([
      { step: 'ipam_allocation', status: 'completed', timestamp: '2026-01-01T00:00:02.000Z' },
      ...['router_vlan_creation', 'firewall_rules', 'dhcp_configuration', 'dns_update'].map(
        (step, n) => ({
          step,
          status: 'skipped',
          timestamp: `2026-01-01T00:00:0${n + 3}.000Z`,
          detail: step === 'dns_update' ? NO_DNS : NO_ROUTER,
        }),
      ),
    ]);
  });

  it('shows what it waits for, and why it failed', () => {
    expect(jobView(timed(...begun()))).toMatchObject({
      status: 'IN_PROGRESS',
      currentStep: 'ipam_allocation',
      endTime: null,
      result: null,
    });
    expect(jobView(timed(...begun(), ...failed))).toMatchObject({
      status: 'FAILED',
      currentStep: null,
      errorMessage: reason.message,
      error: reason,
      endTime: '2026-01-01T00:00:03.000Z',
    });
    expect(jobView([])).toBeUndefined();
  });
});
