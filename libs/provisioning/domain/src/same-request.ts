import { Rejection } from '@ferrule/kernel';
import type { JobAccepted, JobEvent } from '@ferrule/provisioning-contracts';
import type { KnownJob } from './job-state.ts';

/** What a job was asked for, without what was found out on the way. */
const askedOf = (accepted: JobAccepted): object => {
  switch (accepted.type) {
    case 'NetworkProvisionAccepted':
      return accepted.data.request;
    case 'NetworkDeprovisionAccepted':
      return accepted.data.request;
    case 'DatacenterPrepareAccepted':
      return { datacenter: accepted.data.datacenter };
    case 'NetworkBatchAccepted': {
      const { networks, parallel } = accepted.data;
      return { parallel, requests: networks.map(({ request }) => request) };
    }
  }
};

/** A job keeps what it knew when it began: a field that came later says nothing about it. */
const asksTheSame = (one: JobAccepted, other: JobAccepted): boolean => {
  if (one.type !== other.type) return false;
  const asked = new Map<string, unknown>(Object.entries(askedOf(one)));
  return Object.entries(askedOf(other)).every(
    ([name, value]) =>
      !asked.has(name) || JSON.stringify(asked.get(name)) === JSON.stringify(value),
  );
};

/** The same request under the same id is the same job; another one is refused. */
export const startAgain = (accepted: JobAccepted, { accepted: first }: KnownJob): JobEvent[] => {
  if (asksTheSame(first, accepted)) return [];
  throw new Rejection(
    'IDEMPOTENCY_KEY_REUSED',
    `job ${accepted.data.jobId} was started by this id with another request`,
    { suggestion: 'send a new request under a new id' },
  );
};
