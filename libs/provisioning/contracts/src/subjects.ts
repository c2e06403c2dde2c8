import { hash } from 'node:crypto';
import type { ProvisioningEventType } from './job-messages.ts';

const EVENTS: Record<ProvisioningEventType, string> = {
  NetworkProvisionAccepted: 'network.provision-accepted',
  NetworkProvisionRejected: 'network.provision-rejected',
  NetworkProvisionCompleted: 'network.provision-completed',
  NetworkProvisionFailed: 'network.provision-failed',
  NetworkProvisionPlanned: 'network.provision-planned',
  NetworkDeprovisionAccepted: 'network.deprovision-accepted',
  NetworkDeprovisionRejected: 'network.deprovision-rejected',
  NetworkDeprovisionCompleted: 'network.deprovision-completed',
  NetworkDeprovisionFailed: 'network.deprovision-failed',
  NetworkBatchAccepted: 'network.batch-accepted',
  NetworkBatchRejected: 'network.batch-rejected',
  NetworkBatchCompleted: 'network.batch-completed',
  NetworkBatchFailed: 'network.batch-failed',
  DatacenterPrepareAccepted: 'datacenter.prepare-accepted',
  DatacenterPrepareRejected: 'datacenter.prepare-rejected',
  DatacenterPrepareCompleted: 'datacenter.prepare-completed',
  DatacenterPrepareFailed: 'datacenter.prepare-failed',
  StepIntended: 'job.step-intended',
  StepCompleted: 'job.step-completed',
  StepPostponed: 'job.step-postponed',
  StepSkipped: 'job.step-skipped',
  StepFailed: 'job.step-failed',
  StepUndoIntended: 'job.step-undo-intended',
  StepUndone: 'job.step-undone',
  StepUndoPostponed: 'job.step-undo-postponed',
  StepUndoFailed: 'job.step-undo-failed',
  JobNeedsOperator: 'job.needs-operator',
  JobQueued: 'job.queued',
  JobPaused: 'job.paused',
  JobResumed: 'job.resumed',
  JobCancelled: 'job.cancelled',
  StepRetried: 'job.step-retried',
  StepUndoSkipped: 'job.step-undo-skipped',
  JobAbandoned: 'job.abandoned',
};

const COMMANDS = {
  ProvisionNetwork: 'cmd.provisioning.network.provision',
  DeprovisionNetwork: 'cmd.provisioning.network.deprovision',
  ProvisionNetworks: 'cmd.provisioning.network.provision-batch',
  PrepareDatacenter: 'cmd.provisioning.datacenter.prepare',
} as const;
export type ProvisioningCommandType = keyof typeof COMMANDS;

/** Where a publisher sends a command. The server lets each publish under its own name only. */
export const provisioningCommandSubject = (
  type: ProvisioningCommandType,
  publisher: string,
): string => {
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(publisher))
    throw new TypeError(`${publisher} is no publisher: 1 to 32 letters, digits, "-" or "_"`);
  return `${COMMANDS[type]}.${publisher}`;
};

/** The commands of a type, of all publishers. */
export const everyPublishers = (type: ProvisioningCommandType): string => `${COMMANDS[type]}.*`;

export const publisherOf = (subject: string): string => subject.slice(subject.lastIndexOf('.') + 1);

const TYPES: ReadonlyMap<string, ProvisioningCommandType> = new Map(
  Object.entries(COMMANDS).map(([type, subject]) => [subject, type as ProvisioningCommandType]),
);

export const commandTypeOf = (subject: string): ProvisioningCommandType =>
  TYPES.get(subject.slice(0, subject.lastIndexOf('.'))) ?? 'ProvisionNetwork';

export const provisioningEventSubject = (type: ProvisioningEventType, version = 1): string =>
  `evt.provisioning.${EVENTS[type]}.v${version}`;

export const isProvisioningEvent = (type: string): type is ProvisioningEventType =>
  Object.hasOwn(EVENTS, type);

/** The work queue of provisioning's commands. */
export const PROVISIONING_COMMANDS = {
  stream: 'CMD_PROVISIONING',
  subjects: 'cmd.provisioning.>',
} as const;

/** Everything that provisioning-saga says. */
export const PROVISIONING_EVENTS = 'evt.provisioning.>';

export const PROVISIONING_QUERIES = {
  getJob: 'qry.provisioning.job.get',
  listJobs: 'qry.provisioning.job.list',
  /** What an operator orders of a job, answered with the job as it is then. */
  execute: 'qry.provisioning.execute',
  getJobHistory: 'qry.provisioning.job.history',
  getJobTimeline: 'qry.provisioning.job.timeline',
} as const;

const digest = (publisher: string, messageId: string): string =>
  hash('sha256', JSON.stringify([publisher, messageId]), 'hex');

/** The job of a command follows from the command's id: who sends it again gets the same job. */
export const jobIdOf = (publisher: string, messageId: string): string =>
  `job-${digest(publisher, messageId).slice(0, 24)}`;

export const networkIdOf = (publisher: string, messageId: string): string =>
  `net-${digest(publisher, messageId).slice(24, 40)}`;
