import type { JobEvent } from '@ferrule/provisioning-contracts';
import { type JobCommand, jobDecider } from './job.ts';
import { NOON, provision } from './spec-jobs.ts';
import { answerTo, askedBy } from './spec-world.ts';

// For the specs of this library alone: a job in each state, brought there by what happens to jobs.

const { decide, evolve, initial } = jobDecider;
const accepted = provision({ dnsZone: 'acme.example' });

const then = (events: readonly JobEvent[], ...commands: readonly JobCommand[]): JobEvent[] =>
  commands.reduce<JobEvent[]>(
    (all, command) => [...all, ...decide(command, all.reduce(evolve, initial))],
    [...events],
  );

/** The answer to what was asked for last: that it is done, or why not. */
const answered = (events: readonly JobEvent[], code?: string): JobEvent[] => {
  const asked = events.flatMap((event) => askedBy(event) ?? []).at(-1);
  if (asked === undefined) throw new Error('nothing was asked for');
  return then(events, answerTo(asked, accepted, NOON, code));
};

/** Until that step is asked for. */
export const upTo = (step: string): JobEvent[] => {
  let events = then([], { type: 'StartJob', data: { accepted, now: NOON } });
  for (let count = 0; count < 20; count += 1) {
    const asked = events.flatMap((event) => askedBy(event) ?? []).at(-1);
    if (asked?.action.step === step) return events;
    events = answered(events);
  }
  throw new Error(`it never asks for ${step}`);
};

const order = (type: 'PauseJob' | 'CancelJob'): JobCommand => ({
  type: 'OrderJob',
  data: { by: 'bob', now: NOON, order: { type, data: { jobId: 'job-1' } } },
});

const asking = upTo('router_apply');
const undoing = answered(asking, 'ROUTER_REFUSED');
const away = answered(undoing, 'ROUTER_UNREACHABLE');
const names = answered(upTo('dns_update'), 'ROUTER_UNREACHABLE');
const untilItEnds = (events: readonly JobEvent[]): JobEvent[] => {
  let all = [...events];
  for (let count = 0; count < 40; count += 1) {
    const more = answered(all);
    if (more.length === all.length) return all;
    all = more;
  }
  return all;
};

export const IN_STATE = {
  'PENDING, behind another job': then([], {
    type: 'StartJob',
    data: { accepted, now: NOON, behind: { key: 'network net-1', jobId: 'job-0' } },
  }),
  'IN_PROGRESS, asking': asking,
  'IN_PROGRESS, waiting to ask for names again': names,
  'IN_PROGRESS, waiting to ask the router again': answered(asking, 'ROUTER_UNREACHABLE'),
  'PAUSED, an answer to come': then(asking, order('PauseJob')),
  'PAUSED, between two steps': answered(then(asking, order('PauseJob'))),
  'PAUSED, while it was to ask for names again': then(names, order('PauseJob')),
  'PAUSED, while it was undone': answered(then(undoing, order('PauseJob'))),
  'ROLLING_BACK, asking': undoing,
  'ROLLING_BACK, waiting for the router': away,
  COMPLETED: untilItEnds(asking),
  FAILED: untilItEnds(undoing),
  CANCELLED: untilItEnds(answered(then(asking, order('CancelJob')))),
  NEEDS_OPERATOR: answered(undoing, 'ROUTER_CONFLICT'),
} as const satisfies Readonly<Record<string, readonly JobEvent[]>>;

export type SpecState = keyof typeof IN_STATE;
export { answered, then };
