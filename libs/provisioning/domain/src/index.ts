export {
  type ConcludeStep,
  type Job,
  type JobCommand,
  jobDecider,
  jobStream,
  type StartJob,
} from './job.ts';
export { jobView, type TimedJobEvent } from './job-view.ts';
export { type Datacenter, resolveRequest } from './request.ts';
export { type Effect, networkProvision, type StepDefinition, type Workflow } from './workflow.ts';
