import { describe, expect, it } from '@jest/globals';
import { brokenByJob, expectedOf } from './job-laws.ts';
import type { JobRecord } from './records.ts';

const event = (type: string, data = {}) => ({ type, data });
const step = (type: string) => event(type, { step: 'router_apply', index: 1 });
const job = (
  workflow: string,
  status: string,
  ...events: readonly ReturnType<typeof event>[]
): JobRecord => ({ id: 'job-1', workflow, networkId: 'net-1', status, events });
const accepted = event('NetworkProvisionAccepted');
const completed = event('NetworkProvisionCompleted');
const nobody = new Map<string, string>();

describe('a job', () => {
  it('is accepted once and ends once, whatever it was about', () => {
    const good = job('network.provision', 'COMPLETED', accepted, completed);
    expect(brokenByJob(good, nobody)).toEqual([]);
    const planned = event('NetworkProvisionPlanned');
    expect(brokenByJob(job('network.plan', 'COMPLETED', accepted, planned), nobody)).toEqual([]);
    for (const [events, what] of [
      [[accepted, completed, completed], 'came to 2 ends'],
      [[accepted], 'came to 0 ends'],
      [[accepted, accepted, completed], 'was accepted 2 times'],
      [[accepted, step('StepCompleted'), step('StepCompleted'), completed], '2 times'],
    ] as const)
      expect(brokenByJob(job('network.provision', 'COMPLETED', ...events), nobody)).toEqual([
        expect.stringContaining(what),
      ]);
  });

  it('calls for an operator only where somebody else changed its rows', () => {
    const stuck = job('network.provision', 'NEEDS_OPERATOR', accepted, event('JobNeedsOperator'));
    expect(brokenByJob(stuck, nobody)).toEqual([expect.stringContaining('calls for an operator')]);
    expect(brokenByJob(stuck, new Map([['net-1', 'changes ours']]))).toEqual([]);
  });
});

describe('a network', () => {
  const provision = (status: string) => job('network.provision', status);
  const removal = (status: string) => job('network.deprovision', status);

  it('is where its jobs have left it', () => {
    expect(expectedOf([provision('COMPLETED')])).toBe('on its router');
    expect(expectedOf([provision('COMPLETED'), removal('FAILED')])).toBe('on its router');
    expect(expectedOf([provision('COMPLETED'), removal('COMPLETED')])).toBe('gone');
    expect(expectedOf([provision('FAILED')])).toBe('gone');
    expect(expectedOf([provision('NEEDS_OPERATOR')])).toBe('unsure');
  });
});
