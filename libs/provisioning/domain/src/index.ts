export {
  type ConcludeStep,
  dueAt,
  effectOf,
  type JobCommand,
  jobDecider,
  jobStream,
  type StartJob,
  type WakeJob,
} from './job.ts';
export type { Job } from './job-state.ts';
export { jobView, type TimedJobEvent } from './job-view.ts';
export { networkWish } from './network-wish.ts';
export { reasonOf } from './reasons.ts';
export { type Datacenter, findDatacenter, resolveRequest, warningsOf } from './request.ts';
export type { ConcludeUndo } from './undo.ts';
export type { Effect, StepDefinition, Workflow } from './workflow.ts';
export {
  datacenterPrepareAccepted,
  networkProvisionAccepted,
  workflowOf,
  WORKFLOWS,
} from './workflows.ts';
