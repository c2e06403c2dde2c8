import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@ferrule/kernel';
import {
  type JobEvent,
  type JobState,
  OPERATOR_STATES,
  type OperatorCommandType,
} from '@ferrule/provisioning-contracts';
import {
  type JobCommand,
  jobDecider,
  jobView,
  type TimedJobEvent,
} from '@ferrule/provisioning-domain';
import { IN_STATE, type SpecState } from './spec-states.ts';
import { NOON } from './spec-jobs.ts';

const { decide, evolve, initial } = jobDecider;

const WHY = 'because';
const order = (type: OperatorCommandType, seconds = 600): JobCommand => ({
  type: 'OrderJob',
  data: {
    by: 'ada',
    now: NOON + seconds * 1_000,
    order: { type, data: { jobId: 'job-1', reason: WHY } },
  },
});

const after = (events: readonly JobEvent[], ...commands: readonly JobCommand[]) =>
  commands.reduce<{ readonly said: readonly JobEvent[]; readonly all: readonly JobEvent[] }>(
    ({ said, all }, command) => {
      const more = decide(command, all.reduce(evolve, initial));
      return { said: [...said, ...more], all: [...all, ...more] };
    },
    { said: [], all: events },
  );
const stateOf = (events: readonly JobEvent[]): JobState | undefined => {
  const job = events.reduce(evolve, initial);
  return job === 'none' ? undefined : job.status;
};
const refusalOf = (events: readonly JobEvent[], type: OperatorCommandType): string => {
  try {
    decide(order(type), events.reduce(evolve, initial));
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
  return 'done';
};

type Verdict = 'done' | 'JOB_STATE' | 'STEP_NEEDED';
const no: Verdict = 'JOB_STATE';
const yes: Verdict = 'done';

/** Every state of a job, in every shape that an order tells from the others, against every order. */
const TABLE: Readonly<Record<SpecState, Readonly<Record<OperatorCommandType, Verdict>>>> = {
  'PENDING, behind another job': verdicts(yes, no, yes, no, no, no),
  'IN_PROGRESS, asking': verdicts(yes, no, yes, no, no, no),
  'IN_PROGRESS, waiting to ask for names again': verdicts(yes, no, yes, yes, yes, no),
  'IN_PROGRESS, waiting to ask the router again': verdicts(yes, no, yes, yes, 'STEP_NEEDED', no),
  'PAUSED, an answer to come': verdicts(no, yes, yes, no, no, no),
  'PAUSED, between two steps': verdicts(no, yes, yes, no, no, no),
  'PAUSED, while it was to ask for names again': verdicts(no, yes, yes, no, yes, no),
  'PAUSED, while it was undone': verdicts(no, yes, no, no, no, yes),
  'ROLLING_BACK, asking': verdicts(yes, no, no, no, no, no),
  'ROLLING_BACK, waiting for the router': verdicts(yes, no, no, yes, yes, yes),
  COMPLETED: verdicts(no, no, no, no, no, no),
  FAILED: verdicts(no, no, no, no, no, no),
  CANCELLED: verdicts(no, no, no, no, no, no),
  NEEDS_OPERATOR: verdicts(no, no, no, yes, yes, yes),
};

function verdicts(...cells: readonly Verdict[]): Readonly<Record<OperatorCommandType, Verdict>> {
  const [PauseJob = no, ResumeJob = no, CancelJob = no, ...more] = cells;
  const [RetryJob = no, SkipStep = no, AbandonJob = no] = more;
  return { PauseJob, ResumeJob, CancelJob, RetryJob, SkipStep, AbandonJob };
}

const ORDERS = Object.keys(OPERATOR_STATES) as OperatorCommandType[];
const STATES = Object.keys(TABLE) as SpecState[];

describe('an order', () => {
  it.each(STATES)('to a job that is %s is carried out or refused as the table says', (state) => {
    const events = IN_STATE[state];
    expect(stateOf(events)).toBe(state.split(',')[0]);
    expect(Object.fromEntries(ORDERS.map((type) => [type, refusalOf(events, type)]))).toEqual(
      TABLE[state],
    );
  });

  it('is possible in no state but those that are published with it', () => {
    for (const type of ORDERS)
      for (const state of STATES)
        if (TABLE[state][type] === yes)
          expect([type, OPERATOR_STATES[type]]).toEqual([
            type,
            expect.arrayContaining([state.split(',')[0]]),
          ]);
  });

  it('that is carried out is recorded with who gave it and why', () => {
    for (const type of ORDERS)
      for (const state of STATES) {
        if (TABLE[state][type] !== yes) continue;
        const [first] = after(IN_STATE[state], order(type)).said;
        expect([state, type, first?.data]).toMatchObject([state, type, { by: 'ada', reason: WHY }]);
      }
  });

  it('that is refused says in which states it is possible, and what can be done instead', () => {
    const job = IN_STATE.COMPLETED.reduce(evolve, initial);
    expect(() => decide(order('CancelJob'), job)).toThrow(
      expect.objectContaining({
        message: 'a job that is COMPLETED cannot be cancelled now',
        detail: {
          field: 'jobId',
          status: 'COMPLETED',
          states: ['PENDING', 'IN_PROGRESS', 'PAUSED'],
          suggestion: 'it is done; to take its network down, deprovision it',
        },
      }),
    );
  });

  it('leaves a job whose view says what it waits for', () => {
    for (const state of STATES) {
      const events = IN_STATE[state].map((event): TimedJobEvent => ({
        ...event,
        at: new Date(NOON).toISOString(),
        meta: { correlationId: 'job-1', actor: 'ada', tenant: 'acme' },
      }));
      const isWaiting = /PENDING|PAUSED|waiting/u.test(state);
      expect([state, jobView(events)?.waitsFor === null]).toEqual([state, !isWaiting]);
    }
  });
});
