import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { NetworkDeprovisionAccepted } from '@ferrule/provisioning-contracts';
import { effectOf, type Job, jobDecider, jobView } from '@ferrule/provisioning-domain';
import { deprovision, NOON } from './spec-jobs.ts';
import { runJob } from './spec-world.ts';

type Begun = NetworkDeprovisionAccepted['data'];

const job = (changed: Partial<Begun>): NetworkDeprovisionAccepted => ({
  ...deprovision,
  data: { ...deprovision.data, ...changed },
});
const { network } = deprovision.data;

const doneBy = (accepted: NetworkDeprovisionAccepted) => runJob(accepted, {}).trace;

const viewOf = (accepted: NetworkDeprovisionAccepted) =>
  jobView(
    runJob(accepted, {}).events.map((event) => ({
      ...event,
      at: new Date(NOON).toISOString(),
      meta: { correlationId: 'job-3', actor: 'ada', tenant: 'acme' },
    })),
  );

/** The commands that go out, as they are asked for. */
const asked = (accepted: NetworkDeprovisionAccepted) => {
  let state: Job = 'none';
  return runJob(accepted, {}).events.flatMap((event) => {
    state = jobDecider.evolve(state, event);
    return effectOf(event, state) ?? [];
  });
};

describe('the removal of a network', () => {
  it('plans, takes everything with its tag off the router, then its names, then its addresses', () => {
    const steps = doneBy(deprovision);
    expect(steps.slice(0, 2)).toEqual(['do router_plan 0', 'do router_apply 0']);
    expect(steps.slice(-2)).toEqual(['do dns_withdrawal 0', 'do ipam_release 0']);
    expect(asked(deprovision)[0]).toMatchObject({
      type: 'PlanChanges',
      data: { wish: null, tag: 'nnc-provisioned-net-1', router: 'dc1-r1', datacenter: 'DC1' },
    });
  });

  it('that no router ever carried gives its addresses back and nothing else', () => {
    const only = job({ router: null, network: { ...network, dnsZone: null } });
    expect(doneBy(only)).toEqual(['do ipam_release 0']);
    expect(viewOf(only)?.steps).toMatchObject([
      { step: 'router_plan', status: 'skipped', detail: 'no router was ever asked to carry it' },
      { step: 'router_apply', status: 'skipped' },
      { step: 'dns_withdrawal', status: 'skipped', detail: 'it has no names' },
      { step: 'ipam_release', status: 'completed' },
    ]);
  });

  it('whose addresses were given back before cleans what is left of it elsewhere', () => {
    const left = job({ network: { ...network, isReleased: true } });
    expect(doneBy(left)).not.toContain('do ipam_release 0');
    expect(doneBy(left)).toContain('do router_apply 0');
    expect(viewOf(left)).toMatchObject({ status: 'COMPLETED' });
  });

  it('puts the network as it was when a step fails', () => {
    const { status, residue, trace } = runJob(deprovision, { failAt: 'dns_withdrawal 0' });
    expect([status, residue]).toEqual(['FAILED', []]);
    expect(trace.slice(-2)).toEqual(['undo router_apply 1', 'undo router_apply 0']);
  });

  it('gives the addresses back by force only when it was asked to', () => {
    const released = (force: boolean) =>
      asked(job({ request: { ...deprovision.data.request, force } })).at(-1);
    expect(released(true)).toMatchObject({ type: 'ReleaseNetwork', data: { force: true } });
    expect(released(false)).toMatchObject({ type: 'ReleaseNetwork', data: { force: false } });
  });

  it('is not cancelled once the addresses are asked back', () => {
    const events = runJob(deprovision, {}).events;
    const releasing = events.findLastIndex(({ type }) => type === 'StepIntended') + 1;
    const order = { type: 'CancelJob', data: { jobId: 'job-3' } } as const;
    const cancel = { type: 'OrderJob', data: { order, by: 'ada', now: NOON } } as const;
    const after = (count: number) => events.slice(0, count).reduce(jobDecider.evolve, 'none');
    expect(() => jobDecider.decide(cancel, after(releasing))).toThrow('cannot be cancelled now');
    expect(jobDecider.decide(cancel, after(releasing - 2))).not.toEqual([]);
  });

  it('waits for the answer of ipam without end: nobody can take addresses back', () => {
    const intents = runJob(deprovision, {}).events.flatMap((event) =>
      event.type === 'StepIntended' ? [event.data] : [],
    );
    expect(intents.at(-1)).not.toHaveProperty('notAfter');
  });
});
