import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { JobEvent } from '@ferrule/provisioning-contracts';
import { awaitedRouter, dueAt, type JobCommand, jobDecider } from '@ferrule/provisioning-domain';
import { NOON, provision, reasonOf } from './spec-jobs.ts';
import { answered, IN_STATE, then, upTo } from './spec-states.ts';

const { evolve, initial } = jobDecider;

const MAINTENANCE = { maintenance: { router: 'dc1-r1', why: 'new fans' } };
const wake = (seconds: number, more: object = {}): JobCommand => ({
  type: 'WakeJob',
  data: { now: NOON + seconds * 1_000, ...more },
});
const away = (seconds: number, jitter = 0): JobCommand => ({
  type: 'ConcludeStep',
  data: {
    ...({ step: 'router_apply', index: 0, reason: reasonOf('ROUTER_UNREACHABLE') } as const),
    ...{ now: NOON + seconds * 1_000, jitter },
  },
});
const jobOf = (events: readonly JobEvent[]) => {
  const job = events.reduce(evolve, initial);
  if (job === 'none') throw new Error('there is no job');
  return job;
};
const after = (seconds: number): string => new Date(NOON + seconds * 1_000).toISOString();
const saidAfter = (before: readonly JobEvent[], all: readonly JobEvent[]) =>
  all.slice(before.length).map(({ type }) => type);

const asking = upTo('router_apply');

describe('a step that meets nobody', () => {
  it('is said at once, and tried again a while later, each time a longer one', () => {
    const once = then(asking, away(0));
    expect(once.at(-1)).toMatchObject({
      type: 'StepPostponed',
      data: { step: 'router_apply', attempt: 1, again: after(5) },
    });
    expect(saidAfter(once, then(once, wake(4)))).toEqual([]);
    const twice = then(once, wake(5));
    expect(twice.at(-1)).toMatchObject({
      type: 'StepIntended',
      data: { step: 'router_apply', attempt: 2, notAfter: after(65) },
    });
    const thrice = then(twice, away(6), wake(16), away(17));
    expect(thrice.at(-1)).toMatchObject({ type: 'StepPostponed', data: { again: after(37) } });
  });

  it('comes earlier by what was drawn for it, so that not all come at once', () => {
    const [none, half, all] = [0, 0.5, 1].map((jitter) => then(asking, away(0, jitter)).at(-1));
    expect([none, half, all].map((event) => event?.data)).toMatchObject([
      { again: after(5) },
      { again: after(3.75) },
      { again: after(2.5) },
    ]);
  });

  it('is tried as soon as the router answers again', () => {
    const waiting = then(asking, away(0));
    const early = then(waiting, wake(1, { isEarly: true }));
    expect(saidAfter(waiting, early)).toEqual(['StepIntended']);
    expect(saidAfter(asking, then(asking, wake(1, { isEarly: true })))).toEqual([]);
  });

  it('is undone when that has gone on for too long, as soon as the router answers', () => {
    const late = then(asking, away(0), wake(5), away(360));
    expect(saidAfter(asking, late)).toEqual([
      'StepPostponed',
      'StepIntended',
      'StepFailed',
      'StepUndoIntended',
    ]);
    const waiting = answered(late, 'ROUTER_UNREACHABLE');
    expect(saidAfter(late, waiting)).toEqual(['StepUndoPostponed']);
    expect(saidAfter(waiting, then(waiting, wake(361, { isEarly: true })))).toEqual([
      'StepUndoIntended',
    ]);
  });

  it('knows that an attempt before may have done something, whatever the last one says', () => {
    const again = then(asking, away(0), wake(5));
    const refused = then(again, {
      type: 'ConcludeStep',
      data: {
        ...({ step: 'router_apply', index: 0, now: NOON } as const),
        ...({ reason: reasonOf('ROUTER_REFUSED'), nothingDone: true } as const),
      },
    });
    expect(refused.at(-1)).toMatchObject({
      type: 'StepUndoIntended',
      data: { step: 'router_apply' },
    });
  });

  it('does not take the answer of an earlier attempt for its own', () => {
    const again = then(asking, away(0), wake(5));
    const late: JobCommand = {
      type: 'ConcludeStep',
      data: {
        ...({ step: 'router_apply', index: 0, now: NOON + 6_000 } as const),
        reason: reasonOf('DEADLINE_EXCEEDED'),
      },
    };
    expect(saidAfter(again, then(again, late))).toEqual([]);
  });
});

describe('a job whose time is over', () => {
  it('is undone instead of going on', () => {
    const late = then(asking, {
      type: 'OrderJob',
      data: { by: 'ada', now: NOON, order: { type: 'PauseJob', data: { jobId: 'job-1' } } },
    });
    expect(jobOf(late).deadline).toBe(NOON + 1_800_000);
    const done = then(asking, {
      type: 'ConcludeStep',
      data: {
        ...({ step: 'router_apply', index: 0, outcome: { result: null } } as const),
        now: NOON + 1_800_000,
      },
    });
    expect(saidAfter(asking, done)).toEqual(['StepCompleted', 'StepFailed', 'StepUndoIntended']);
    expect(done.at(-2)).toMatchObject({
      data: {
        reason: {
          code: 'DEADLINE_EXCEEDED',
          message: 'network.provision took longer than 30 minutes',
        },
      },
    });
  });

  it('asks for nothing that may begin after that', () => {
    const done = then(asking, {
      type: 'ConcludeStep',
      data: {
        ...({ step: 'router_apply', index: 0, outcome: { result: null } } as const),
        now: NOON + 1_799_000,
      },
    });
    expect(done.at(-1)).toMatchObject({ type: 'StepIntended', data: { notAfter: after(1_800) } });
  });
});

describe('a job whose router is in maintenance', () => {
  const held = then(asking, wake(80, MAINTENANCE));

  it('waits, and says for what', () => {
    expect(awaitedRouter(jobOf(asking))).toBe('dc1-r1');
    expect(awaitedRouter(jobOf(upTo('ipam_allocation')))).toBeNull();
    expect(held.at(-1)).toMatchObject({
      type: 'StepPostponed',
      data: {
        reason: { code: 'ROUTER_IN_MAINTENANCE', message: 'dc1-r1 is in maintenance: new fans' },
      },
    });
  });

  it('waits on without a word when the router is seen, and as long as it takes', () => {
    expect(saidAfter(held, then(held, wake(90, { ...MAINTENANCE, isEarly: true })))).toEqual([]);
    const hours = then(held, wake(36_000, MAINTENANCE), wake(72_000, MAINTENANCE));
    expect(saidAfter(held, hours)).toEqual(['StepPostponed', 'StepPostponed']);
  });

  it('goes on when it is over, with all of its time', () => {
    const resumed = then(held, wake(72_000, { isEarly: true }));
    expect(resumed.at(-1)).toMatchObject({
      type: 'StepIntended',
      data: { notAfter: after(72_060), deadline: after(72_000 + 1_800) },
    });
    expect(saidAfter(resumed, then(resumed, away(72_050)))).toEqual(['StepPostponed']);
  });

  it('is undone later, too', () => {
    const undoing = IN_STATE['ROLLING_BACK, asking'];
    const day = 86_400;
    const waiting = then(undoing, wake(80, MAINTENANCE), wake(2 * day, MAINTENANCE));
    expect(saidAfter(undoing, waiting)).toEqual(['StepUndoPostponed', 'StepUndoPostponed']);
    expect(dueAt(jobOf(waiting))).not.toBeNull();
  });
});

describe('a job behind another one', () => {
  const queued = IN_STATE['PENDING, behind another job'];

  it('asks for nothing, says behind which one it is, and has all of its time when it begins', () => {
    expect(queued).toMatchObject([
      { type: 'NetworkProvisionAccepted' },
      { type: 'JobQueued', data: { key: 'network net-1', behind: 'job-0' } },
    ]);
    expect(saidAfter(queued, then(queued, wake(10_000)))).toEqual([]);
    const begun = then(queued, wake(10_000, { isEarly: true }));
    expect(begun.at(-1)).toMatchObject({ data: { deadline: after(11_800) } });
  });

  it('asked for again is the same job', () => {
    const again = then(queued, {
      type: 'StartJob',
      data: { accepted: provision({ dnsZone: 'acme.example' }), now: NOON },
    });
    expect(saidAfter(queued, again)).toEqual([]);
  });
});
