export type {
  DeprovisionNetwork,
  KnownNetwork,
  NetworkDeprovisionAccepted,
  NetworkDeprovisionCompleted,
  NetworkDeprovisionFailed,
  NetworkDeprovisionRejected,
  ResolvedRemoval,
} from './deprovision-messages.ts';
export { DEPROVISION_NETWORK_EXAMPLE } from './deprovision-examples.ts';
export { DeprovisionNetworkRequest } from './deprovision-network.payload.ts';
export {
  type BatchNetwork,
  type BatchProgress,
  type BatchSummary,
  childJobId,
  type NetworkBatchAccepted,
  type NetworkBatchCompleted,
  type NetworkBatchFailed,
  type ProvisionNetworks,
} from './batch-messages.ts';
export { PROVISIONING_EVENT_SCHEMAS } from './event-schemas.ts';
export {
  FAILED_JOB_EXAMPLE,
  JOB_EXAMPLE,
  DEPROVISION_JOB_EXAMPLE,
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
  type JobQueued,
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
  type StepPostponed,
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
  NetworkBatchRejected,
  NetworkProvisionAccepted,
  NetworkProvisionCompleted,
  NetworkProvisionFailed,
  NetworkProvisionPlanned,
  NetworkProvisionRejected,
  NetworkStatus,
  PrepareDatacenter,
  ProvisionNetwork,
  RejectedCommand,
  ResolvedRequest,
} from './messages.ts';
export {
  type AbandonJob,
  type ByOperator,
  type CancelJob,
  type ExecuteAnswer,
  type ExecuteQuestion,
  isOperatorCommand,
  type JobAbandoned,
  type JobCancelled,
  type JobPaused,
  type JobResumed,
  type LeftBehind,
  OPERATOR_STATES,
  type OperatorCommand,
  type OperatorCommandType,
  type OperatorEvent,
  type OperatorOrder,
  type PauseJob,
  type ResumeJob,
  type RetryJob,
  type SkipStep,
  type StepRetried,
  type StepUndoSkipped,
} from './operator-messages.ts';
export { JobOrderPayload, OPERATOR_PAYLOADS, ReasonedOrderPayload } from './operator.payload.ts';
export { PrepareDatacenterRequest } from './prepare-datacenter.payload.ts';
export {
  FIREWALL_PROFILES,
  IPV6_SIZES,
  NETWORK_TYPES,
  ProvisionNetworkOptions,
  ProvisionNetworkRequest,
} from './provision-network.payload.ts';
export { DEFAULT_PARALLEL, ProvisionNetworksRequest } from './provision-networks.payload.ts';
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
