export {
  type ConcludeStep,
  dueAt,
  effectOf,
  type JobCommand,
  jobDecider,
  jobStream,
} from './job.ts';
export type { Job } from './job-state.ts';
export { jobTimeline } from './job-timeline.ts';
export { jobView, type TimedJobEvent } from './job-view.ts';
export { reasonOf } from './reasons.ts';
export { type Datacenter, findDatacenter, resolveRequest, warningsOf } from './request.ts';
export type { ConcludeUndo } from './undo.ts';
export type { Effect } from './workflow.ts';
export {
  datacenterPrepareAccepted,
  networkProvisionAccepted,
  workflowOf,
  WORKFLOWS,
} from './workflows.ts';
