import 'reflect-metadata';
import { describe, it } from '@jest/globals';
import type { JobEvent, ResolvedRequest } from '@ferrule/provisioning-contracts';
import { type JobCommand, jobDecider, reasonOf as reasonFor } from '@ferrule/provisioning-domain';
import { deciderSpec } from '@ferrule/testing';
import {
  allocation,
  NOON,
  prepare,
  provision,
  provisionV1,
  reasonOf,
  ref,
  refused,
} from './spec-jobs.ts';

const given = deciderSpec(jobDecider);

const after = (seconds: number): string => new Date(NOON + seconds * 1_000).toISOString();
const start = (changed: Partial<ResolvedRequest> = {}): JobCommand => ({
  type: 'StartJob',
  data: { accepted: provision(changed), now: NOON },
});
const reason = reasonFor(refused);

const allocating: JobEvent = {
  type: 'StepIntended',
  data: {
    ...{ ...ref, step: 'ipam_allocation', index: 0 },
    ...{ notAfter: after(120), deadline: after(1_800) },
  },
};
const allocated: JobCommand = {
  type: 'ConcludeStep',
  data: { step: 'ipam_allocation', index: 0, now: NOON, outcome: { result: allocation } },
};
const planning: readonly JobEvent[] = [
  {
    type: 'StepCompleted',
    data: { ...ref, step: 'ipam_allocation', index: 0, result: allocation },
  },
  {
    type: 'StepIntended',
    data: { ...ref, step: 'router_plan', index: 0, notAfter: after(20) },
  },
];
const begun: readonly JobEvent[] = [provision(), allocating];
const released: JobCommand = {
  type: 'ConcludeUndo',
  data: { steps: ['ipam_allocation'], index: 0, now: NOON, rollback: null },
};
const releasing = (attempt = 1, seconds = 120): JobEvent => ({
  type: 'StepUndoIntended',
  data: { ...ref, step: 'ipam_allocation', index: 0, attempt, notAfter: after(seconds) },
});

describe('a job', () => {
  it('is accepted and records its first intent before anybody is asked', () => {
    given()
      .when(start())
      .then(...begun);
  });

  it('asked for again is the same job', () => {
    given(...begun)
      .when(start())
      .then();
    given(...begun, ...planning)
      .when(start())
      .then();
    given(prepare)
      .when({ type: 'StartJob', data: { accepted: prepare, now: NOON } })
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
      given(...begun)
        .when(start(changed))
        .thenRejects('IDEMPOTENCY_KEY_REUSED');
    given(prepare).when(start()).thenRejects('IDEMPOTENCY_KEY_REUSED');
    given(...begun)
      .when({ type: 'StartJob', data: { accepted: prepare, now: NOON } })
      .thenRejects('IDEMPOTENCY_KEY_REUSED');
  });

  it('takes an answer once, and none that it does not wait for', () => {
    given(...begun, ...planning)
      .when(allocated)
      .then();
    given().when(allocated).then();
    given(...begun)
      .when({
        type: 'ConcludeStep',
        data: { step: 'router_apply', index: 0, now: NOON, outcome: { result: null } },
      })
      .then();
    given(...begun)
      .when(released)
      .then();
  });

  it('goes on with the definition that it began with, whatever the newest one is', () => {
    const skipped = (step: 'router_vlan_creation' | 'firewall_rules' | 'dhcp_configuration') =>
      ({
        type: 'StepSkipped',
        data: {
          ...ref,
          step,
          reason: 'the router was not configured: no router gateway takes part in this workflow',
        },
      }) satisfies JobEvent;
    const NO_DNS = 'no name was published: no DNS server takes part in this workflow';
    given(provisionV1(), { type: 'StepIntended', data: { ...ref, step: 'ipam_allocation' } })
      .when(allocated)
      .then(
        {
          type: 'StepCompleted',
          data: { ...ref, step: 'ipam_allocation', index: 0, result: allocation },
        },
        skipped('router_vlan_creation'),
        skipped('firewall_rules'),
        skipped('dhcp_configuration'),
        { type: 'StepSkipped', data: { ...ref, step: 'dns_update', reason: NO_DNS } },
        {
          type: 'NetworkProvisionCompleted',
          data: {
            ...ref,
            ...allocation,
            clientId: 'acme-corp',
            datacenter: 'DC1',
            status: 'allocated',
            warnings: [skipped('firewall_rules').data.reason, NO_DNS],
          },
        },
      );
  });

  it('fails when its first step is refused before anything was done', () => {
    const failure = reasonOf('PREFIX_EXHAUSTED', 'pool DC1-production has no free /24');
    const step = { ...ref, step: 'ipam_allocation' } as const;
    given(...begun)
      .when({
        type: 'ConcludeStep',
        data: {
          step: 'ipam_allocation',
          index: 0,
          now: NOON,
          reason: failure,
          nothingDone: true,
        },
      })
      .then(
        { type: 'StepFailed', data: { ...step, index: 0, reason: failure, nothingDone: true } },
        { type: 'NetworkProvisionFailed', data: { ...step, reason: failure, rollback: null } },
      );
  });

  it('fails when a step is refused, once everything that was begun is undone', () => {
    const planned: JobCommand = {
      type: 'ConcludeStep',
      data: { step: 'router_plan', index: 0, now: NOON, reason },
    };
    const failed: JobEvent = {
      type: 'StepFailed',
      data: { ...ref, step: 'router_plan', index: 0, reason },
    };
    given(...begun, ...planning)
      .when(planned)
      .then(failed, releasing());
    given(...begun, ...planning, failed, releasing())
      .when(released)
      .then(
        { type: 'StepUndone', data: { ...ref, step: 'ipam_allocation', index: 0, rollback: null } },
        {
          type: 'NetworkProvisionFailed',
          data: { ...ref, step: 'router_plan', reason, rollback: null },
        },
      );
  });

  it('fails a step that nobody answers, only when a late start is out of the question', () => {
    const wake = (seconds: number): JobCommand => ({
      type: 'WakeJob',
      data: { now: NOON + seconds * 1_000 },
    });
    given(...begun)
      .when(wake(121.999))
      .then();
    given(...begun)
      .when(wake(122))
      .then(
        {
          type: 'StepFailed',
          data: {
            ...ref,
            step: 'ipam_allocation',
            index: 0,
            reason: {
              ...reasonOf('DEADLINE_EXCEEDED', 'ipam_allocation was not answered in time'),
              suggestion: 'ask again later; ferrule status says what is not up',
            },
          },
        },
        releasing(1, 242),
      );
    given().when(wake(1_000)).then();
  });
});
