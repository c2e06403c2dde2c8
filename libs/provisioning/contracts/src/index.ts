export { PROVISIONING_EVENT_SCHEMAS } from './event-schemas.ts';
export {
  FAILED_JOB_EXAMPLE,
  JOB_EXAMPLE,
  PROVISION_NETWORK_EXAMPLE,
  PROVISIONING_EVENT_EXAMPLES,
} from './examples.ts';
export {
  allocation as allocationFields,
  JOB_SCHEMA,
  JOB_SUMMARY_SCHEMA,
  jobFields,
  NETWORK_STATUS,
} from './job-schemas.ts';
export {
  type AllocationResult,
  JOB_STATES,
  type JobAnswer,
  type JobEvent,
  type JobRef,
  type JobState,
  type JobSummary,
  type JobView,
  type NetworkProvisionAccepted,
  type NetworkProvisionCompleted,
  type NetworkProvisionFailed,
  type NetworkProvisionRejected,
  type NetworkStatus,
  PROVISIONING_STEPS,
  type ProvisioningEvent,
  type ProvisioningEventType,
  type ProvisioningStep,
  type ProvisionNetwork,
  type Reason,
  type ResolvedRequest,
  type StepCompleted,
  type StepFailed,
  type StepIntended,
  type StepSkipped,
  type StepView,
} from './messages.ts';
export {
  FIREWALL_PROFILES,
  NETWORK_TYPES,
  ProvisionNetworkOptions,
  ProvisionNetworkRequest,
} from './provision-network.payload.ts';
export {
  isProvisioningEvent,
  jobIdOf,
  networkIdOf,
  PROVISION_NETWORK,
  PROVISIONING_COMMANDS,
  PROVISIONING_EVENTS,
  PROVISIONING_QUERIES,
  provisioningEventSubject,
  provisionNetworkSubject,
  publisherOf,
} from './subjects.ts';
