import 'reflect-metadata';
import { describe, it } from '@jest/globals';
import type { JobEvent } from '@ferrule/provisioning-contracts';
import { type JobCommand, jobDecider, reasonOf as reasonFor } from '@ferrule/provisioning-domain';
import { deciderSpec } from '@ferrule/testing';
import { allocation, NOON, plan, provision, reasonOf, ref, refused } from './spec-jobs.ts';

const given = deciderSpec(jobDecider);

const after = (seconds: number): string => new Date(NOON + seconds * 1_000).toISOString();
const reason = reasonFor(refused);
const allocating: JobEvent = {
  type: 'StepIntended',
  data: { ...ref, step: 'ipam_allocation', index: 0, notAfter: after(120) },
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
const releasing = (attempt = 1, seconds = 120): JobEvent => ({
  type: 'StepUndoIntended',
  data: { ...ref, step: 'ipam_allocation', index: 0, attempt, notAfter: after(seconds) },
});

describe('an undo', () => {
  const applying: JobEvent = {
    type: 'StepIntended',
    data: { ...ref, step: 'router_apply', index: 0, notAfter: after(60) },
  };
  const reverting = (attempt = 1, seconds = 60): JobEvent => ({
    type: 'StepUndoIntended',
    data: { ...ref, step: 'router_apply', index: 0, attempt, notAfter: after(seconds) },
  });
  const planned: JobEvent = {
    type: 'StepCompleted',
    data: { ...ref, step: 'router_plan', index: 0, result: null, plan },
  };
  const failed: JobEvent = {
    type: 'StepFailed',
    data: { ...ref, step: 'router_apply', index: 0, reason },
  };
  const undoing = [...begun, ...planning, planned, applying, failed, reverting()];
  const rollback = { TotalResources: 2, Removed: 1, Failed: 1, Errors: ['/ip/address: taken'] };
  const reverted = (more: object, seconds = 0): JobCommand => ({
    type: 'ConcludeUndo',
    data: {
      steps: ['router_apply', 'router_activate'],
      index: 0,
      now: NOON + seconds * 1_000,
      rollback: null,
      ...more,
    },
  });
  const unreachable = reasonOf('ROUTER_UNREACHABLE', 'dc1-r1 does not answer');
  const left = [
    {
      ...({ step: 'router_apply', index: 0, where: 'dc1-r1', what: '/interface/vlan' } as const),
      commands: ['/interface/vlan/remove [find name="vlan150" comment="nnc-provisioned-net-1"]'],
    },
    {
      ...({ step: 'ipam_allocation', index: 0, where: 'ipam' } as const),
      what: '172.16.150.0/24 and VLAN 150',
      commands: ['ferrule network delete net-1'],
    },
  ];
  const postponed = (attempt: number, seconds: number): JobEvent => ({
    type: 'StepUndoPostponed',
    data: {
      ...ref,
      step: 'router_apply',
      index: 0,
      attempt,
      reason: unreachable,
      again: after(seconds),
    },
  });

  it('goes on with the step before it', () => {
    given(...undoing)
      .when(reverted({ rollback: { ...rollback, Removed: 2, Failed: 0, Errors: [] } }))
      .then(
        {
          type: 'StepUndone',
          data: {
            ...ref,
            step: 'router_apply',
            index: 0,
            rollback: { TotalResources: 2, Removed: 2, Failed: 0, Errors: [] },
          },
        },
        releasing(),
      );
  });

  it('on a router that cannot be reached is said at once, and tried again later', () => {
    given(...undoing)
      .when(reverted({ reason: unreachable }))
      .then(postponed(1, 5));
    const waiting = [...undoing, postponed(1, 5)];
    given(...waiting)
      .when({ type: 'WakeJob', data: { now: NOON + 4_999 } })
      .then();
    given(...waiting)
      .when({ type: 'WakeJob', data: { now: NOON + 5_000 } })
      .then(reverting(2, 125));
    given(...waiting, reverting(2, 125))
      .when(reverted({ reason: unreachable }, 6))
      .then(postponed(2, 16));
  });

  it('that nobody answers is tried again', () => {
    given(...undoing)
      .when({ type: 'WakeJob', data: { now: NOON + 76_999 } })
      .then();
    given(...undoing)
      .when({ type: 'WakeJob', data: { now: NOON + 77_000 } })
      .then({
        type: 'StepUndoPostponed',
        data: {
          ...ref,
          step: 'router_apply',
          index: 0,
          attempt: 1,
          reason: {
            ...reasonOf('DEADLINE_EXCEEDED', 'router_apply was not answered in time'),
            suggestion: 'ask again later; ferrule status says what is not up',
          },
          again: after(82),
        },
      });
  });

  it('does not take the answer of an earlier attempt for its own', () => {
    given(...undoing, postponed(1, 5), reverting(2, 125))
      .when(reverted({ reason: reasonOf('DEADLINE_EXCEEDED') }, 6))
      .then();
  });

  it('that is refused stops the job, which keeps its addresses until a person has seen to it', () => {
    const conflict = reasonOf('ROUTER_CONFLICT', 'vlan150 was changed by somebody else');
    const incomplete = {
      ...reasonOf(
        'ROLLBACK_INCOMPLETE',
        `${refused.message}; it could not be undone, 1 left: vlan150 was changed by somebody else`,
      ),
      suggestion:
        'look at dc1-r1 and ipam: the job lists what is left, and the commands that would remove it',
    };
    given(...undoing)
      .when(reverted({ reason: conflict, rollback }))
      .then(
        {
          type: 'StepUndoFailed',
          data: {
            ...ref,
            step: 'router_apply',
            index: 0,
            attempt: 1,
            reason: conflict,
            rollback,
          },
        },
        {
          type: 'JobNeedsOperator',
          data: { ...ref, step: 'router_apply', index: 0, reason: incomplete, rollback, left },
        },
      );
  });

  it('gives up on a router that has been away for a day', () => {
    const day = 24 * 3_600;
    given(...undoing, postponed(9, day), reverting(10, day + 600))
      .when(reverted({ reason: unreachable }, day + 60))
      .then(
        {
          type: 'StepUndoFailed',
          data: {
            ...ref,
            step: 'router_apply',
            index: 0,
            attempt: 10,
            reason: unreachable,
            rollback: null,
          },
        },
        {
          type: 'JobNeedsOperator',
          data: {
            ...ref,
            step: 'router_apply',
            index: 0,
            reason: {
              ...reasonOf(
                'ROLLBACK_INCOMPLETE',
                `${refused.message}; it could not be undone: dc1-r1 does not answer`,
              ),
              suggestion:
                'look at dc1-r1 and ipam: the job lists what is left, and the commands that would remove it',
            },
            rollback: null,
            left,
          },
        },
      );
  });
});
