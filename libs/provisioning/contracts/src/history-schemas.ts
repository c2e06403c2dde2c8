import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import {
  type JobHistoryEvent,
  type JobTimeline,
  TIMELINE_OUTCOMES,
  type TimelineEntry,
} from './job-history.ts';
import { jobFields, TIME } from './job-schemas.ts';

const text: JsonSchema = { type: 'string' };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const ACTOR: JsonSchema = { ...text, description: 'Who caused it', examples: ['key:ada'] };

/** What the data of a server-sent event of a job holds. */
export const JOB_HISTORY_EVENT_SCHEMA = objectSchema<JobHistoryEvent>(
  {
    version: { ...count, description: 'Its place in the job, which is also the id of the event' },
    id: text,
    type: { ...text, examples: ['StepCompleted'] },
    at: TIME,
    actor: ACTOR,
    data: { type: 'object', description: 'As the AsyncAPI document describes it for this type' },
  },
  { description: 'An event of a job' },
);

const TIMELINE_ENTRY_SCHEMA = objectSchema<TimelineEntry>({
  what: { ...text, description: 'A step, or an event', examples: ['router_apply'] },
  index: { ...count, description: 'Of a step on a router: its place in the plan' },
  direction: { description: 'Null: it is an event', enum: ['do', 'undo', null] },
  attempt: count,
  start: TIME,
  end: orNull(TIME),
  milliseconds: orNull({ ...count, description: 'Null while it is under way' }),
  outcome: { ...text, enum: TIMELINE_OUTCOMES },
  detail: orNull({ ...text, description: 'What it was about, or why it came out so' }),
  actor: ACTOR,
});

export const JOB_TIMELINE_SCHEMA = objectSchema<JobTimeline>(
  {
    jobId: jobFields.jobId,
    status: jobFields.status,
    startTime: TIME,
    endTime: orNull(TIME),
    milliseconds: orNull({ ...count, description: 'From its start to its end' }),
    entries: { type: 'array', items: TIMELINE_ENTRY_SCHEMA },
  },
  { description: 'What took how long in a job, in the order in which it began' },
);

export const TIMELINE_EXAMPLE: JobTimeline = {
  jobId: 'job-1f0c9a7e5d3b482690ac47fe',
  status: 'COMPLETED',
  startTime: '2026-01-05T10:00:00.000Z',
  endTime: '2026-01-05T10:00:04.000Z',
  milliseconds: 4_000,
  entries: [
    {
      what: 'router_apply',
      index: 0,
      direction: 'do',
      attempt: 1,
      start: '2026-01-05T10:00:01.250Z',
      end: '2026-01-05T10:00:02.000Z',
      milliseconds: 750,
      outcome: 'completed',
      detail: 'phase 1: /interface/vlan',
      actor: 'key:ada',
    },
  ],
};
