import { hash } from 'node:crypto';
import type { ProvisioningEventType } from './messages.ts';

const EVENTS: Record<ProvisioningEventType, string> = {
  NetworkProvisionAccepted: 'network.provision-accepted',
  NetworkProvisionRejected: 'network.provision-rejected',
  NetworkProvisionCompleted: 'network.provision-completed',
  NetworkProvisionFailed: 'network.provision-failed',
  StepIntended: 'job.step-intended',
  StepCompleted: 'job.step-completed',
  StepSkipped: 'job.step-skipped',
  StepFailed: 'job.step-failed',
};

const PROVISION = 'cmd.provisioning.network.provision';

/** Where a publisher sends `ProvisionNetwork`. The server lets each publish under its own name only. */
export const provisionNetworkSubject = (publisher: string): string => {
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(publisher))
    throw new TypeError(`${publisher} is no publisher: 1 to 32 letters, digits, "-" or "_"`);
  return `${PROVISION}.${publisher}`;
};

/** All publishers' `ProvisionNetwork` commands. */
export const PROVISION_NETWORK = `${PROVISION}.*`;

export const publisherOf = (subject: string): string => subject.slice(PROVISION.length + 1);

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
} as const;

const digest = (publisher: string, messageId: string): string =>
  hash('sha256', JSON.stringify([publisher, messageId]), 'hex');

/** The job of a command follows from the command's id: who sends it again gets the same job. */
export const jobIdOf = (publisher: string, messageId: string): string =>
  `job-${digest(publisher, messageId).slice(0, 24)}`;

export const networkIdOf = (publisher: string, messageId: string): string =>
  `net-${digest(publisher, messageId).slice(24, 40)}`;
