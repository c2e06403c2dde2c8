import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { JobEvent } from '@ferrule/provisioning-contracts';
import { jobTimeline, type TimedJobEvent } from '@ferrule/provisioning-domain';
import { provision, reasonOf, ref } from './spec-jobs.ts';
import { runJob } from './spec-world.ts';

/** One event a second. */
const timed = (events: readonly JobEvent[]): TimedJobEvent[] =>
  events.map((event, second) => ({
    ...event,
    at: new Date(Date.parse('2026-01-01T00:00:00.000Z') + second * 1_000).toISOString(),
    meta: { correlationId: 'job-1', actor: 'publisher:billing', tenant: 'acme' },
  }));
const shown = (events: readonly JobEvent[]) =>
  jobTimeline(timed(events))?.entries.map(
    ({ what, index, direction, outcome, milliseconds }) =>
      `${direction ?? '-'} ${what} ${index} ${outcome} ${milliseconds ?? '…'}`,
  );

describe('the timeline of a job', () => {
  it('says how long each step took, and the whole', () => {
    const { events } = runJob(provision(), {});
    expect(jobTimeline(timed(events))).toMatchObject({ status: 'COMPLETED', milliseconds: 15_000 });
    expect(shown(events)).toEqual([
      '- NetworkProvisionAccepted 0 noted 0',
      'do ipam_allocation 0 completed 1000',
      'do router_plan 0 completed 1000',
      'do router_apply 0 completed 1000',
      'do router_apply 1 completed 1000',
      'do router_apply 2 completed 1000',
      'do router_apply 3 completed 1000',
      'do router_activate 4 completed 1000',
      '- NetworkProvisionCompleted 0 noted 0',
    ]);
  });

  it('says of a stage what it is about, and of a failure why', () => {
    const { events } = runJob(provision(), { failAt: 'router_apply 2' });
    const entries = jobTimeline(timed(events))?.entries ?? [];
    expect(entries.find(({ index }) => index === 1)?.detail).toBe('phase 3: /interface/vlan');
    const failed = entries.find(({ index, direction }) => index === 2 && direction === 'do');
    expect(failed).toMatchObject({ outcome: 'failed', detail: 'as somebody said' });
    expect(shown(events)?.slice(5)).toEqual([
      'do router_apply 2 failed 1000',
      'undo router_apply 2 undone 1000',
      'undo router_apply 1 undone 1000',
      'undo router_apply 0 undone 1000',
      'undo ipam_allocation 0 undone 1000',
      '- NetworkProvisionFailed 0 noted 0',
    ]);
  });

  it('leaves open what is under way, and takes every attempt by itself', () => {
    const { events } = runJob(provision(), { failAt: 'router_apply 0' });
    const undoing = events.findIndex(({ type }) => type === 'StepUndoIntended');
    const intent = events[undoing];
    if (intent?.type !== 'StepUndoIntended') throw new Error('nothing is undone');
    const again = '2026-01-01T01:00:00.000Z';
    const reason = reasonOf('ROUTER_UNREACHABLE', 'dc1-r1 does not answer');
    const step = { ...ref, step: 'router_apply', index: 0, attempt: 1 } as const;
    const story: JobEvent[] = [
      ...events.slice(0, undoing + 1),
      { type: 'StepUndoPostponed', data: { ...step, reason, again } },
      { type: 'StepUndoIntended', data: { ...intent.data, attempt: 2 } },
    ];
    expect(shown(story)?.slice(-2)).toEqual([
      'undo router_apply 0 postponed 1000',
      'undo router_apply 0 under_way …',
    ]);
    const retried: JobEvent = {
      type: 'StepRetried',
      data: { ...ref, step: 'router_apply', index: 0, by: 'ada', reason: 'it answers again' },
    };
    expect(jobTimeline(timed([...story.slice(0, -1), retried]))?.entries.at(-1)).toMatchObject({
      ...{ what: 'StepRetried', outcome: 'noted', detail: 'by ada: it answers again' },
    });
    const timeline = jobTimeline(timed(story));
    expect(timeline).toMatchObject({ status: 'ROLLING_BACK', endTime: null, milliseconds: null });
    expect(timeline?.entries.at(-1)?.attempt).toBe(2);
    expect(jobTimeline([])).toBeUndefined();
  });
});
