export { PROVISIONING_EVENT_SCHEMAS } from './event-schemas.ts';
export {
  FAILED_JOB_EXAMPLE,
  JOB_EXAMPLE,
  PREPARE_JOB_EXAMPLE,
  PROVISION_NETWORK_EXAMPLE,
  PROVISIONING_EVENT_EXAMPLES,
} from './examples.ts';
export {
  JOB_ENDS,
  JOB_STATES,
  JOB_STEPS,
  type JobAccepted,
  type JobEvent,
  type JobNeedsOperator,
  type JobRef,
  type JobRejected,
  type JobState,
  type JobStep,
  type NetworkJobRef,
  PROVISIONING_STEPS,
  type ProvisioningEvent,
  type ProvisioningEventType,
  type ProvisioningStep,
  type Reason,
  type StepCompleted,
  type StepFailed,
  type StepIntended,
  type StepOutcome,
  type StepSkipped,
  type StepUndoFailed,
  type StepUndoIntended,
  type StepUndone,
  type StepUndoPostponed,
} from './job-messages.ts';
export {
  allocation as allocationFields,
  JOB_SCHEMA,
  JOB_SUMMARY_SCHEMA,
  jobFields,
  NETWORK_STATUS,
  networkJobRef as networkJobFields,
} from './job-schemas.ts';
export type {
  JobHistory,
  JobHistoryEvent,
  JobHistoryQuestion,
  JobListQuestion,
  JobTimeline,
  TimelineEntry,
} from './job-history.ts';
export {
  JOB_HISTORY_EVENT_SCHEMA,
  JOB_TIMELINE_SCHEMA,
  TIMELINE_EXAMPLE,
} from './history-schemas.ts';
export type { JobAnswer, JobSummary, JobView, StepView } from './job-view.ts';
export type {
  AllocationResult,
  DatacenterPrepareAccepted,
  DatacenterPrepareCompleted,
  DatacenterPrepareFailed,
  DatacenterPrepareRejected,
  NetworkProvisionAccepted,
  NetworkProvisionCompleted,
  NetworkProvisionFailed,
  NetworkProvisionRejected,
  NetworkStatus,
  PrepareDatacenter,
  ProvisionNetwork,
  RejectedCommand,
  ResolvedRequest,
} from './messages.ts';
export { PrepareDatacenterRequest } from './prepare-datacenter.payload.ts';
export {
  FIREWALL_PROFILES,
  NETWORK_TYPES,
  ProvisionNetworkOptions,
  ProvisionNetworkRequest,
} from './provision-network.payload.ts';
export {
  commandTypeOf,
  everyPublishers,
  isProvisioningEvent,
  jobIdOf,
  networkIdOf,
  PROVISIONING_COMMANDS,
  PROVISIONING_EVENTS,
  PROVISIONING_QUERIES,
  type ProvisioningCommandType,
  provisioningCommandSubject,
  provisioningEventSubject,
  publisherOf,
} from './subjects.ts';
