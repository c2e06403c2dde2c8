import type {
  JobEvent,
  JobTimeline,
  StepUndoIntended,
  TimelineEntry,
} from '@ferrule/provisioning-contracts';
import type { Plan, Stage } from '@ferrule/router-contracts';
import { type TimedJobEvent, jobView } from './job-view.ts';

type Outcome = TimelineEntry['outcome'];

/** How the events that answer a step close what its intent has opened. */
const CLOSES: Readonly<Partial<Record<JobEvent['type'], Outcome>>> = {
  StepCompleted: 'completed',
  StepPostponed: 'postponed',
  StepFailed: 'failed',
  StepUndone: 'undone',
  StepUndoPostponed: 'postponed',
  StepUndoFailed: 'failed',
};

const aboutStage = ({ phase, changes }: Stage): string => {
  const paths = [...new Set(changes.map(({ path }) => path))].join(', ');
  return typeof phase === 'number' ? `phase ${phase}: ${paths}` : `${phase}: ${paths}`;
};

const millisecondsFrom = (start: string, end: string): number =>
  Date.parse(end) - Date.parse(start);

const reasonIn = (data: object): string | null => {
  const reason: unknown = 'reason' in data ? data.reason : undefined;
  if (typeof reason === 'string') return reason;
  if (typeof reason === 'object' && reason !== null && 'message' in reason)
    return String(reason.message);
  return null;
};

const placeOf = (data: { readonly index?: number } | object): number =>
  'index' in data ? (data.index ?? 0) : 0;

const isUndo = (event: JobEvent): event is StepUndoIntended => event.type === 'StepUndoIntended';

const opened = (event: TimedJobEvent, plan: Plan | undefined): TimelineEntry | undefined => {
  if (event.type !== 'StepIntended' && !isUndo(event)) return undefined;
  const { step, index = 0 } = event.data;
  const stage = step === 'router_apply' || step === 'router_activate' ? plan?.stages[index] : null;
  return {
    what: step,
    index,
    direction: isUndo(event) ? 'undo' : 'do',
    attempt: event.data.attempt ?? 1,
    start: event.at,
    end: null,
    milliseconds: null,
    outcome: 'under_way',
    detail: stage ? aboutStage(stage) : null,
    actor: event.meta.actor,
  };
};

/** An order tells who gave it as well. */
const orderIn = (data: object): string | null => {
  const reason = reasonIn(data);
  const by: unknown = 'by' in data ? data.by : undefined;
  if (typeof by !== 'string') return reason;
  return reason === null ? `by ${by}` : `by ${by}: ${reason}`;
};

/** What took no time: a step that was left out, or something that was done to the job. */
const noted = ({ type, data, at, meta }: TimedJobEvent): TimelineEntry => ({
  what: type === 'StepSkipped' ? data.step : type,
  index: placeOf(data),
  direction: type === 'StepSkipped' ? 'do' : null,
  attempt: 1,
  start: at,
  end: at,
  milliseconds: 0,
  outcome: type === 'StepSkipped' ? 'skipped' : 'noted',
  detail: orderIn(data),
  actor: meta.actor,
});

const closed = (entry: TimelineEntry, event: TimedJobEvent, outcome: Outcome): TimelineEntry => ({
  ...entry,
  end: event.at,
  milliseconds: millisecondsFrom(entry.start, event.at),
  outcome,
  detail: reasonIn(event.data) ?? entry.detail,
});

const isAnswered = ({ what, index, end }: TimelineEntry, { data }: TimedJobEvent): boolean =>
  end === null && 'step' in data && data.step === what && placeOf(data) === index;

/** What took how long in a job, in the order in which it began. */
export const jobTimeline = (events: readonly TimedJobEvent[]): JobTimeline | undefined => {
  const job = jobView(events);
  if (job === undefined) return undefined;
  const entries: TimelineEntry[] = [];
  let plan: Plan | undefined;
  for (const event of events) {
    if (event.type === 'StepCompleted') plan = event.data.plan ?? plan;
    const outcome = CLOSES[event.type];
    const place = entries.findLastIndex((entry) => isAnswered(entry, event));
    const open = entries[place];
    if (outcome !== undefined && open !== undefined) entries[place] = closed(open, event, outcome);
    else entries.push(opened(event, plan) ?? noted(event));
  }
  const { jobId, status, startTime, endTime } = job;
  const milliseconds = endTime === null ? null : millisecondsFrom(startTime, endTime);
  return { jobId, status, startTime, endTime, milliseconds, entries };
};
