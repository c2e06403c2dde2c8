import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { JobAccepted, JobEvent } from '@ferrule/provisioning-contracts';
import { jobView, type TimedJobEvent } from '@ferrule/provisioning-domain';
import {
  allocation,
  planned,
  prepare,
  provision,
  provisionV1,
  reasonOf,
  ref,
} from './spec-jobs.ts';
import { runJob, type RunOptions } from './spec-world.ts';

/** One event a second. */
const at = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;
const timed = (events: readonly JobEvent[]): TimedJobEvent[] =>
  events.map((event, second) => ({
    ...event,
    at: at(second),
    meta: { correlationId: 'job-1', actor: 'publisher:billing', tenant: 'acme' },
  }));
const viewOf = (accepted: JobAccepted, options: RunOptions = {}, until?: number) =>
  jobView(timed(runJob(accepted, options).events.slice(0, until)));
const steps = (...args: Parameters<typeof viewOf>) =>
  viewOf(...args)?.steps.map(({ step, status, timestamp }) => [step, status, timestamp]);

describe('the view of a job', () => {
  it('lists the public steps in their order, each with its true time', () => {
    // Accepted 0, allocated 2, planned 4; stages of phases 1, 3, 5, 7 at 6, 8, 10, 12; activated 14.
    expect(steps(provision())).toEqual([
      ['ipam_allocation', 'completed', at(2)],
      ['router_vlan_creation', 'completed', at(14)],
      ['firewall_rules', 'completed', at(12)],
      ['dhcp_configuration', 'completed', at(10)],
      ['dns_update', 'skipped', at(4)],
    ]);
  });

  it('counts the interface lists to the firewall where no addresses are handed out', () => {
    expect(viewOf(provision({ enableDHCP: false }))?.steps).toMatchObject([
      { step: 'ipam_allocation' },
      { step: 'router_vlan_creation' },
      { step: 'firewall_rules', status: 'completed', timestamp: at(12) },
      { step: 'dhcp_configuration', status: 'skipped', detail: 'enableDHCP is false' },
      { step: 'dns_update', status: 'skipped', detail: 'no zone was named' },
    ]);
    const atPhaseFive = viewOf(provision({ enableDHCP: false }), {}, 10);
    expect(atPhaseFive?.currentStep).toBe('firewall_rules');
  });

  it('lists what was asked for beside them', () => {
    expect(steps(provision({ bgpEnabled: true }))?.at(-1)).toEqual([
      'bgp_configuration',
      'completed',
      at(12),
    ]);
  });

  it('says all that attaching a machine needs, and what to know about it', () => {
    expect(viewOf(provision())).toMatchObject({
      workflow: 'network.provision',
      datacenter: 'DC1',
      status: 'COMPLETED',
      currentStep: null,
      error: null,
      errorMessage: null,
      startTime: at(0),
      endTime: at(15),
      result: { ...allocation, status: 'provisioned' },
      warnings: ['l2mtu is tight'],
      rollback: null,
      actor: 'publisher:billing',
      tenant: 'acme',
    });
  });

  it('of a dry run says what would be taken, and what the router would get', () => {
    expect(viewOf(planned)).toMatchObject({
      workflow: 'network.plan',
      status: 'COMPLETED',
      result: { ...allocation, status: 'planned' },
      plan: { stages: expect.any(Array) },
      steps: [{ step: 'router_plan', status: 'completed' }],
    });
  });

  it.each([
    [2, 'ipam_allocation'],
    [4, 'router_vlan_creation'],
    [10, 'dhcp_configuration'],
    [12, 'firewall_rules'],
    [14, 'router_vlan_creation'],
  ])('after %i events shows that it is at %s', (events, currentStep) => {
    expect(viewOf(provision(), {}, events)).toMatchObject({
      status: 'IN_PROGRESS',
      currentStep,
      endTime: null,
      result: null,
    });
  });

  it('shows what failed and why, and what is undone', () => {
    const failed = { failAt: 'router_apply 2' };
    expect(viewOf(provision(), failed)).toMatchObject({
      status: 'FAILED',
      currentStep: null,
      errorMessage: 'as somebody said',
      error: { code: 'ROUTER_REFUSED' },
      result: null,
    });
    expect(viewOf(provision(), failed)?.steps.map(({ step, status }) => [step, status])).toEqual([
      ['ipam_allocation', 'undone'],
      ['router_vlan_creation', 'undone'],
      ['firewall_rules', 'pending'],
      ['dhcp_configuration', 'failed'],
      ['dns_update', 'skipped'],
    ]);
    expect(viewOf(provision(), failed, -3)).toMatchObject({ status: 'ROLLING_BACK' });
  });

  it('that waits for a router to be undone says so', () => {
    const { events } = runJob(provision(), { failAt: 'router_apply 2' });
    const undoing = events.findIndex(({ type }) => type === 'StepUndoIntended') + 1;
    const postponed: JobEvent = {
      type: 'StepUndoPostponed',
      data: {
        ...{ ...ref, step: 'router_apply', index: 2, attempt: 1 },
        reason: reasonOf('ROUTER_UNREACHABLE', 'dc1-r1 does not answer'),
        again: at(40),
      },
    };
    expect(jobView(timed([...events.slice(0, undoing), postponed]))).toMatchObject({
      status: 'ROLLING_BACK',
      warnings: [
        'l2mtu is tight',
        `router_apply is not undone yet: dc1-r1 does not answer; it is tried again at ${at(40)}`,
      ],
    });
  });

  it('of another workflow is about no network', () => {
    expect(viewOf(prepare)).toMatchObject({
      jobId: 'job-2',
      networkId: null,
      workflow: 'datacenter.prepare',
      datacenter: 'DC1',
      status: 'COMPLETED',
      request: null,
      result: null,
      steps: [
        { step: 'router_plan', status: 'completed' },
        { step: 'router_apply', status: 'completed' },
      ],
    });
  });

  it('of a job that began before routers were configured says so', () => {
    expect(viewOf(provisionV1())).toMatchObject({
      status: 'COMPLETED',
      result: { status: 'allocated' },
      steps: [
        { step: 'ipam_allocation', status: 'completed', timestamp: at(2) },
        { step: 'router_vlan_creation', status: 'skipped', timestamp: at(3) },
        { step: 'firewall_rules', status: 'skipped' },
        { step: 'dhcp_configuration', status: 'skipped' },
        { step: 'dns_update', status: 'skipped' },
      ],
    });
    expect(jobView([])).toBeUndefined();
  });

  it('whose definition is gone shows what it did, and how it ended', () => {
    const { events } = runJob(provision(), { failAt: 'router_apply 1' });
    const old = events.map((event) =>
      event.type === 'NetworkProvisionAccepted'
        ? { ...event, data: { ...event.data, definitionVersion: 77 } }
        : event,
    );
    expect(jobView(timed(old))).toMatchObject({
      workflow: 'network.provision',
      networkId: 'net-1',
      status: 'FAILED',
      error: { code: 'ROUTER_REFUSED' },
      steps: [
        { step: 'ipam_allocation', status: 'undone' },
        { step: 'router_plan', status: 'completed' },
        { step: 'router_apply', status: 'failed' },
      ],
    });
  });
});
