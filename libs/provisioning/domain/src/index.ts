export {
  datacenterPrepareAccepted,
  networkDeprovisionAccepted,
  networkProvisionAccepted,
} from './accepted.ts';
export { type About, aboutOf } from './about.ts';
export {
  awaitedRouter,
  type ConcludeStep,
  dueAt,
  effectOf,
  type JobCommand,
  jobDecider,
  jobStream,
} from './job.ts';
export { allocationOf, ofRequest, previewOf } from './ipam-answers.ts';
export { allocationWish } from './ipam-steps.ts';
export type { Job } from './job-state.ts';
export { jobTimeline } from './job-timeline.ts';
export { jobView, type TimedJobEvent } from './job-view.ts';
export { networkBatchAccepted, resolveBatch } from './network-batch.ts';
export { reasonOf } from './reasons.ts';
export {
  type Datacenter,
  findDatacenter,
  MAIN_VRF,
  resolveRemoval,
  resolveRequest,
  warningsOf,
} from './request.ts';
export type { ConcludeUndo } from './undo.ts';
export type { Effect } from './workflow.ts';
export { childrenOf, workflowOf, WORKFLOWS } from './workflows.ts';
