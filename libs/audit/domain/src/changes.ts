import type { Attributes, Change, ChangeReport, Plan } from '@ferrule/router-contracts';

/** What of an entry is looked at. */
export interface Told {
  readonly entry: number;
  readonly type: string;
  readonly time: string;
  readonly correlationId: string;
  readonly data: unknown;
}

/** One row of a router that a job has changed, and what became of that. */
export interface RowChange {
  readonly job: string;
  readonly path: string;
  /** The row, for people: `name=vlan150`. */
  readonly row: string;
  readonly before: Attributes | null;
  readonly after: Attributes | null;
  readonly outcome: 'planned' | 'done' | 'failed' | 'undone';
  /** The entry that says so. */
  readonly entry: number;
  readonly time: string;
}

interface StepData {
  readonly step?: string;
  readonly index?: number;
  readonly plan?: Plan;
  readonly reports?: readonly ChangeReport[];
}

interface Noted {
  readonly change: Change;
  row: string;
  outcome: RowChange['outcome'];
  entry: number;
  time: string;
}

const isStep = (data: unknown): data is StepData => typeof data === 'object' && data !== null;

const ON_ROUTER = new Set(['router_apply', 'router_activate']);

/** What a row is called when nobody has called it anything. */
const nameOf = (attributes: Attributes): string => {
  const named = ['name', 'comment', 'address'].filter((key) => key in attributes);
  const keys = named.length > 0 ? named : Object.keys(attributes).sort().slice(0, 3);
  return keys.map((key) => `${key}=${attributes[key] ?? ''}`).join(' ');
};

const noted = (change: Change, { entry, time }: Told): Noted => ({
  change,
  row: nameOf(change.after ?? change.before ?? {}),
  outcome: 'planned',
  entry,
  time,
});

const WRITTEN = new Set(['done', 'already']);

/** Every change that jobs planned on routers, in the order of the plans, with what is known of each. */
export const changesIn = (told: readonly Told[]): readonly RowChange[] => {
  const jobs = new Map<string, readonly (readonly Noted[])[]>();
  for (const one of told) {
    const { type, correlationId: job, data } = one;
    if (!isStep(data)) continue;
    if (type === 'StepCompleted' && data.step === 'router_plan' && data.plan !== undefined)
      jobs.set(
        job,
        data.plan.stages.map(({ changes }) => changes.map((change) => noted(change, one))),
      );
    else if (ON_ROUTER.has(data.step ?? ''))
      note(jobs.get(job)?.[data.index ?? 0] ?? [], data, one);
  }
  return [...jobs].flatMap(([job, stages]) =>
    stages.flat().map(({ change: { path, before, after }, ...rest }) => ({
      ...{ job, path, before, after },
      ...rest,
    })),
  );
};

const note = (
  stage: readonly Noted[],
  { reports }: StepData,
  { type, entry, time }: Told,
): void => {
  if (!['StepCompleted', 'StepFailed', 'StepUndone', 'StepUndoFailed'].includes(type)) return;
  const isUndo = type === 'StepUndone' || type === 'StepUndoFailed';
  stage.forEach((one, index) => {
    const report = reportOf(one, isUndo ? stage.length - 1 - index : index, reports ?? []);
    if (report !== undefined && !isUndo) one.row = report.row;
    const isWritten = report === undefined ? !type.endsWith('Failed') : WRITTEN.has(report.outcome);
    if (isUndo && !isWritten) return;
    if (isUndo && one.outcome === 'planned') return;
    Object.assign(one, { entry, time, outcome: isUndo ? 'undone' : isWritten ? 'done' : 'failed' });
  });
};

/** Reports stand in the order of the changes, unless there were too many to be told in full. */
const reportOf = (
  { change, row }: Noted,
  index: number,
  reports: readonly ChangeReport[],
): ChangeReport | undefined => {
  const inPlace = reports[index];
  if (inPlace?.path === change.path) return inPlace;
  return reports.find((report) => report.path === change.path && report.row === row);
};

/** A row of a router as jobs of ours have left it. */
export interface RouterRow {
  readonly path: string;
  readonly row: string;
  readonly attributes: Attributes;
  /** The entry that says so. */
  readonly entry: number;
}

/** What stands on routers after these changes, of what they touched. */
export const rowsAfter = (changes: readonly RowChange[]): readonly RouterRow[] => {
  const rows = new Map<string, RouterRow>();
  for (const { path, row, before, after, outcome, entry } of changes) {
    if (outcome === 'planned' || outcome === 'failed') continue;
    const key = `${path} ${row}`;
    const [from, to] = outcome === 'undone' ? [after, before] : [before, after];
    if (to === null) rows.delete(key);
    else if (outcome === 'undone' && from === null && !rows.has(key)) continue;
    else rows.set(key, { path, row, attributes: { ...rows.get(key)?.attributes, ...to }, entry });
  }
  return [...rows.values()];
};
