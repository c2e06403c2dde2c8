import type { JobEvent, JobStep, StepView } from '@ferrule/provisioning-contracts';
import { isSame } from './job-state.ts';
import type { Action, ShownStep } from './workflow.ts';

type Timed = JobEvent & { readonly at: string };
type PartState = Pick<StepView, 'status' | 'timestamp' | 'detail'>;

const PENDING: PartState = { status: 'pending', timestamp: null };

const STATES: Readonly<Partial<Record<JobEvent['type'], StepView['status']>>> = {
  StepIntended: 'in_progress',
  StepUndoSkipped: 'failed',
  StepCompleted: 'completed',
  StepSkipped: 'skipped',
  StepFailed: 'failed',
  StepUndoFailed: 'failed',
  StepUndone: 'undone',
};

/** What an event says of a step; nothing for those that say nothing of one. */
const stateAfter = ({ type, data, at }: Timed): (PartState & Action) | undefined => {
  const status = STATES[type];
  if (status === undefined || !('step' in data)) return undefined;
  const reason = 'reason' in data ? data.reason : undefined;
  const detail = typeof reason === 'object' ? reason?.message : reason;
  return { ...actionOf(data), status, timestamp: at, ...(detail !== undefined && { detail }) };
};

const actionOf = ({ step, index = 0 }: { readonly step: JobStep; readonly index?: number }) => ({
  step,
  index,
});

/** A step that failed stays so when it is undone: that is what somebody looks for. */
const follow = (before: PartState, after: PartState): PartState =>
  before.status === 'failed' && after.status === 'undone' ? before : after;

const stateOf = (part: Action, events: readonly Timed[]): PartState =>
  events.reduce<PartState>((before, event) => {
    const after = stateAfter(event);
    if (after === undefined || !isSame(after, part)) return before;
    const { status, timestamp, detail } = after;
    return follow(before, { status, timestamp, ...(detail !== undefined && { detail }) });
  }, PENDING);

/** One state for all parts of a step, with the time at which it took it on. */
const summary = (parts: readonly PartState[]): PartState => {
  const failed = parts.find(({ status }) => status === 'failed');
  if (failed) return failed;
  const begun = parts.filter(({ status }) => status !== 'pending');
  const [first] = begun;
  if (first === undefined) return PENDING;
  if (parts.length === 1) return first;
  const is = (wanted: StepView['status']) => begun.every(({ status }) => status === wanted);
  const last = begun.map(({ timestamp }) => timestamp ?? '').reduce((a, b) => (a > b ? a : b));
  if (begun.length === parts.length && is('completed'))
    return { status: 'completed', timestamp: last };
  if (begun.some(({ status }) => status === 'undone')) return { status: 'undone', timestamp: last };
  return { status: 'in_progress', timestamp: first.timestamp };
};

/** The steps as an answer lists them, and the one that is under way. */
export const stepViews = (
  shown: readonly ShownStep[],
  events: readonly Timed[],
): { readonly views: readonly StepView[]; readonly current: JobStep | undefined } => {
  const planned = events.find(
    (event) => event.type === 'StepCompleted' && event.data.plan !== undefined,
  );
  const views = shown.map(({ step, parts, skipped }): StepView => {
    if (skipped !== undefined)
      return { step, status: 'skipped', timestamp: planned?.at ?? null, detail: skipped };
    return { step, ...summary(parts.map((part) => stateOf(part, events))) };
  });
  const intents = events.flatMap((event) =>
    event.type === 'StepIntended' || event.type === 'StepUndoIntended' ? [event.data] : [],
  );
  const latest = intents.at(-1);
  const action = latest && actionOf(latest);
  const current =
    action && shown.find(({ parts }) => parts.some((part) => isSame(part, action)))?.step;
  return { views, current };
};
